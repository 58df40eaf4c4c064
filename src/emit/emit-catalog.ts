import type { AnalyzedProject } from '../model/analyzed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { catalogHead, catalogRelations } from './build-catalog.js'
import { catalogSchema } from './catalog-schema.js'
import { stringifyJson } from './stringify-json.js'

function catalogText(project: CompiledProject, analyzed: AnalyzedProject): string {
  const head = stringifyJson({ ...catalogHead(project, analyzed), relations: [] })
  const relations = Array.from(
    catalogRelations(project, analyzed),
    (r) => `\n    ${stringifyJson(r, '    ')}`,
  )
  if (relations.length === 0) return `${head}\n`
  return `${head.slice(0, head.lastIndexOf(']'))}${relations.join(',')}\n  ]\n}\n`
}

/**
 * `catalog.json`, and beside it the JSON Schema that it names, so that an editor or a script can validate it without a
 * network and without this package.
 */
export const emitCatalog = (project: CompiledProject, analyzed: AnalyzedProject): readonly Artifact[] => [
  { path: 'catalog.json', text: catalogText(project, analyzed) },
  { path: 'catalog.schema.json', text: `${stringifyJson(catalogSchema)}\n` },
]
