import { ColumnNode, type ReferenceNode } from 'kysely'
import { tableName } from '../nodes/build.js'
import type { Rewrite } from './rewrite.js'
import type { Visit } from './visit-by-key.js'

/** Visits that are merged into one. */
export type MergedVisits = readonly [Visit, ...Visit[]]

/** A visit, and the visits that it might be merged with. */
export interface MergeableVisits {
  readonly visits: MergedVisits
  readonly next: Visit
}

/**
 * Before: two aggregates over the same rows have a visit each. After: one visit computes both, and reads the rows once.
 */
export const mergeVisits: Rewrite<MergeableVisits, MergedVisits> = {
  name: 'merge-visits',
  whyNot: ({ visits: [first, ...others], next }) => {
    if (first.declaration.of !== next.declaration.of) return 'they read different rows'
    if (!isSameKey(first.keys, next.keys)) return 'they are joined by different keys'
    const taken = new Set([first, ...others].flatMap(({ declaration }) => Object.keys(declaration.columns)))
    const twice = Object.keys(next.declaration.columns).find((name) => taken.has(name))
    return twice === undefined ? undefined : `both have a column "${twice}"`
  },
  apply: ({ visits: [first, ...others], next }) => [first, ...others, next],
}

const place = ({ table, column }: ReferenceNode): string[] => [
  table ? tableName(table) : '',
  ColumnNode.is(column) ? column.column.name : '',
]

const isSameKey = (a: Visit['keys'], b: Visit['keys']): boolean =>
  a.size === b.size &&
  [...a].every(([key, node]) => {
    const other = b.get(key)
    return other !== undefined && place(node).every((part, i) => part === place(other)[i])
  })
