import { type ColumnLocation, entryAt, rangeTableKind } from '../../pgtree/index.js'
import type { JoinSide } from './facts.js'
import type { Scope } from './scope.js'

/** A column of a query that the pass has opened. */
export type Column = ColumnLocation<Scope>

/** Name of the column in facts; the same for every reference to it, whatever joins stand between. */
export const columnKey = ({ scope, varno, attno }: Column): string => `${scope.id}.${varno}.${attno}`

/** Name of the column's value as the reference sees it, after the joins that may null it. */
export const referenceKey = (column: Column): string =>
  column.nulling.length === 0
    ? columnKey(column)
    : `${columnKey(column)}/${column.nulling.toSorted((a, b) => a - b).join(',')}`

/** The grouping step leaves the column out of some grouping sets. */
export const isNulledByGrouping = ({ nulling, scope }: Column): boolean =>
  nulling.some((index) => entryAt(scope.query, index)?.rtekind === rangeTableKind.group)

/**
 * The sides that have to be present for the column to have its own value. Undefined when an outer join is named on
 * none of whose sides the column is: then nothing is known.
 */
export const sidesOf = ({ scope, varno, nulling }: Column): readonly JoinSide[] | undefined => {
  const found: JoinSide[] = []
  for (const index of nulling) {
    if (entryAt(scope.query, index)?.rtekind === rangeTableKind.group) continue
    const side = scope.sides.get(index)?.find(({ members }) => members.has(varno))
    if (side === undefined) return undefined
    found.push(side)
  }
  return found
}
