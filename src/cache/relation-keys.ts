import type { CompiledProject, CompiledSource, CompiledView } from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import { type CompiledFunction, functionKey } from '../model/sql-function.js'
import type { CompiledType } from '../model/upstream-type.js'
import { sha256 } from '../model/hash.js'

const isPlace = new Set(['place', 'places', 'pieceAt'])

/** The text of a declaration without its places. */
const ownText = (declared: CompiledSource | CompiledFunction | CompiledView | CompiledType): string =>
  JSON.stringify(
    Object.keys(declared)
      .filter((field) => !isPlace.has(field))
      .map((field): unknown => [field, Reflect.get(declared, field)]),
  )

/**
 * Cache key of every relation of a project, by `schema.name`: a hash of its declaration and of the keys of the relations
 * that it reads, so a change also changes all keys downstream. A change of a function changes the keys of the views that
 * call it. A change of an upstream type changes every key, as a view can mention a type without reading a column of it.
 */
export function relationKeys({
  types,
  sources,
  functions = [],
  views,
  certifications,
}: CompiledProject): Map<string, string> {
  const keys = new Map<string, string>()
  const typeTexts = types.map(ownText)
  for (const source of sources)
    keys.set(displayName(source), sha256([ownText(source), ...typeTexts].join('\n')))
  const functionTexts = new Map(functions.map((fn) => [functionKey(fn), ownText(fn)]))
  for (const view of views) {
    const called = (view.calls ?? []).map((key) => functionTexts.get(key) ?? 'unknown')
    const read = view.dependsOn.map((relation) => keys.get(displayName(relation)) ?? 'unknown')
    // Invariants are resolved together with their view.
    const contracts = certifications.flatMap(({ checked, contract }) =>
      displayName(checked) === displayName(view) ? [contract] : [],
    )
    keys.set(
      displayName(view),
      sha256([ownText(view), ...typeTexts, ...called, ...contracts, ...read].join('\n')),
    )
  }
  return keys
}
