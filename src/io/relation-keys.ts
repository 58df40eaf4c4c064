import type { CompiledProject, CompiledSource, CompiledView } from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledType } from '../model/upstream-type.js'
import { sha256 } from './hash.js'

const isPlace = new Set(['place', 'places', 'pieceAt'])

/** What a declaration says of itself. A line number is no part of that. */
const ownText = (declared: CompiledSource | CompiledView | CompiledType): string =>
  JSON.stringify(
    Object.keys(declared)
      .filter((field) => !isPlace.has(field))
      .map((field): unknown => [field, Reflect.get(declared, field)]),
  )

/**
 * Cache key of every relation of a project, by `schema.name`: a hash of its own declaration and of the keys of the
 * relations that it reads, so a change of one changes the keys of all that are downstream of it. A change of an upstream
 * type changes every key: a view can mention a type without reading anything that has it.
 */
export function relationKeys({ types, sources, views }: CompiledProject): Map<string, string> {
  const keys = new Map<string, string>()
  const typeTexts = types.map(ownText)
  for (const source of sources)
    keys.set(displayName(source), sha256([ownText(source), ...typeTexts].join('\n')))
  for (const view of views) {
    const read = view.dependsOn.map((relation) => keys.get(displayName(relation)) ?? 'unknown')
    keys.set(displayName(view), sha256([ownText(view), ...typeTexts, ...read].join('\n')))
  }
  return keys
}
