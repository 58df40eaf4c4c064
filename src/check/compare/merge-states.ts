import type { ColumnRef } from '../../model/analyzed-project.js'
import type { RelationState } from './relation-state.js'

const union = (a: readonly ColumnRef[], b: readonly ColumnRef[]): ColumnRef[] => {
  const key = ({ relation, column }: ColumnRef): string => `${relation}\n${column}`
  return [...new Map([...a, ...b].map((ref) => [key(ref), ref])).values()]
}

function mergeRelation(before: RelationState, after: RelationState): RelationState {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  const now = new Set(after.columns.map(({ name }) => name))
  return {
    ...after,
    columns: [
      ...after.columns.map((column) => ({
        ...column,
        lineage: union(column.lineage, old.get(column.name)?.lineage ?? []),
      })),
      ...before.columns.filter(({ name }) => !now.has(name)),
    ],
    dependsOn: [...new Set([...after.dependsOn, ...before.dependsOn])],
    rowLineage: union(after.rowLineage, before.rowLineage),
  }
}

/**
 * Merges both states and their lineage: a removed relation affects those that read it before, an added one those that
 * read it now. Removed relations come last, as no remaining relation can read them.
 */
export function mergeStates(
  before: readonly RelationState[],
  after: readonly RelationState[],
): RelationState[] {
  const old = new Map(before.map((state) => [state.relation, state]))
  const now = new Set(after.map(({ relation }) => relation))
  return [
    ...after.map((state) => {
      const was = old.get(state.relation)
      return was ? mergeRelation(was, state) : state
    }),
    ...before.filter(({ relation }) => !now.has(relation)),
  ]
}
