import type { CompiledProject, CompiledSource, CompiledView } from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import { sha256 } from './hash.js'

const isPlace = new Set(['place', 'places'])

/** All that the analysis of a relation depends on but for the relations that it reads. A line number is not. */
const ownText = (relation: CompiledSource | CompiledView): string =>
  JSON.stringify(
    Object.keys(relation)
      .filter((field) => !isPlace.has(field))
      .map((field): unknown => [field, Reflect.get(relation, field)]),
  )

/**
 * Cache key of every relation of a project, by `schema.name`: a hash of its own declaration and of the keys of the
 * relations that it reads, so a change of one changes the keys of all that are downstream of it.
 */
export function relationKeys({ sources, views }: CompiledProject): Map<string, string> {
  const keys = new Map<string, string>()
  for (const source of sources) keys.set(displayName(source), sha256(ownText(source)))
  for (const view of views) {
    const read = view.dependsOn.map((relation) => keys.get(displayName(relation)) ?? 'unknown')
    keys.set(displayName(view), sha256([ownText(view), ...read].join('\n')))
  }
  return keys
}
