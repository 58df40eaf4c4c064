import type { RelationState } from '../../check/index.js'
import type { Matters } from '../../meaning/index.js'
import type { ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'

const keyOf = ({ relation, column }: ColumnRef): string => `${relation}\n${column}`

/**
 * Which source columns a column of a view, or its set of rows, depends on: through the lineage of all views below it.
 *
 * @param states with the lineage of both versions.
 */
export function mattersFor(states: readonly RelationState[]): Matters {
  const byName = new Map(states.map((state) => [state.relation, state]))
  const known = new Map<string, ReadonlySet<string>>()
  /** Columns that decide which rows there are, here and below. */
  const rowsOf = (name: string, found: Set<string>, seen: Set<string>): void => {
    if (seen.has(name)) return
    seen.add(name)
    const state = byName.get(name)
    state?.rowLineage.forEach((ref) => follow(ref, found))
    state?.dependsOn.forEach((read) => rowsOf(read, found, seen))
  }
  const follow = (ref: ColumnRef, found: Set<string>): void => {
    const key = keyOf(ref)
    if (found.has(key)) return
    found.add(key)
    byName
      .get(ref.relation)
      ?.columns.find(({ name }) => name === ref.column)
      ?.lineage.forEach((below) => follow(below, found))
  }
  return (view, column, source, sourceColumn) => {
    const relation = displayName(view)
    const of = keyOf({ relation, column: column ?? '' })
    let found = known.get(of)
    if (!found) {
      const all = new Set<string>()
      rowsOf(relation, all, new Set())
      if (column !== null) follow({ relation, column }, all)
      known.set(of, all)
      found = all
    }
    return found.has(keyOf({ relation: source, column: sourceColumn }))
  }
}
