import type { AnalyzedProject, AnalyzedRelation } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { catalogHead, type CatalogPart, catalogParts } from './build-catalog.js'
import { catalogSchema } from './catalog-schema.js'
import { stringifyJson } from './stringify-json.js'
import { artifactOf } from './unchanged-artifact.js'

const texts = new WeakMap<AnalyzedRelation, { readonly around: string; readonly text: string }>()

/** Written once for a relation that is the same object in the next build of this process. */
function relationText({ relation, around, make }: CatalogPart): string {
  const before = texts.get(relation)
  if (before?.around === around) return before.text
  const text = `\n    ${stringifyJson(make(), '    ')}`
  texts.set(relation, { around, text })
  return text
}

function joinCatalog([head = '', ...relations]: readonly string[]): string {
  if (relations.length === 0) return `${head}\n`
  const parts = relations.flatMap((text, at) => (at === 0 ? [text] : [',', text]))
  // Joined once: a text of megabytes that is put together from another one is copied.
  return [head.slice(0, head.lastIndexOf(']')), ...parts, '\n  ]\n}\n'].join('')
}

function catalogFile(project: CompiledProject, analyzed: AnalyzedProject): Artifact {
  const head = stringifyJson({ ...catalogHead(project, analyzed), relations: [] })
  const relations = Array.from(catalogParts(project, analyzed), relationText)
  return artifactOf('catalog.json', [head, ...relations], joinCatalog)
}

/**
 * `catalog.json`, and beside it the JSON Schema that it names, so that an editor or a script can validate it without a
 * network and without this package.
 */
export const emitCatalog = (project: CompiledProject, analyzed: AnalyzedProject): readonly Artifact[] => [
  catalogFile(project, analyzed),
  { path: 'catalog.schema.json', text: `${stringifyJson(catalogSchema)}\n` },
]
