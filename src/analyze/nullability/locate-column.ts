import { type Expression, type Node, type RangeTableEntry, rangeTableKind } from '../../pgtree/index.js'
import type { JoinSide } from './facts.js'
import { scopeAbove, type Scope } from './scope.js'

/** The column that a reference means, after looking through the names that joins give to columns. */
export interface ColumnLocation {
  readonly scope: Scope
  readonly varno: number
  /** 0 for the whole row, negative for a system column. */
  readonly attno: number
  readonly entry: RangeTableEntry
  /** Outer joins, and in a grouped query the grouping step, that may make the column NULL, by range table index. */
  readonly nulling: readonly number[]
  /** Set when it is a column that USING merged out of two: the expression that it stands for. */
  readonly merged: Expression | null
}

/** Null when the tree does not hold what the reference points at. */
export const locateColumn = (node: Node<'VAR'>, from: Scope): ColumnLocation | null => {
  const scope = scopeAbove(from, node.varlevelsup)
  if (scope === null) return null
  let { varno, varattno: attno, varnullingrels: nulling } = node
  for (;;) {
    const entry = scope.query.rtable[varno - 1]
    if (entry === undefined) return null
    if (entry.rtekind !== rangeTableKind.join || attno <= 0) {
      return { scope, varno, attno, entry, nulling, merged: null }
    }
    const alias = entry.joinaliasvars[attno - 1]
    if (alias === undefined) return null
    if (alias.kind !== 'VAR' || alias.varlevelsup !== 0) {
      return { scope, varno, attno, entry, nulling, merged: alias }
    }
    nulling = [...new Set([...nulling, ...alias.varnullingrels])]
    varno = alias.varno
    attno = alias.varattno
  }
}

/** Name of the column in facts; the same for every reference to it, whatever joins stand between. */
export const columnKey = ({ scope, varno, attno }: ColumnLocation): string => `${scope.id}.${varno}.${attno}`

/** Name of the column's value as the reference sees it, after the joins that may null it. */
export const referenceKey = (column: ColumnLocation): string =>
  column.nulling.length === 0
    ? columnKey(column)
    : `${columnKey(column)}/${column.nulling.toSorted((a, b) => a - b).join(',')}`

/** The grouping step leaves the column out of some grouping sets. */
export const isNulledByGrouping = ({ nulling, scope }: ColumnLocation): boolean =>
  nulling.some((index) => scope.query.rtable[index - 1]?.rtekind === rangeTableKind.group)

/**
 * The sides that have to be present for the column to have its own value. Undefined when an outer join is named on
 * none of whose sides the column is: then nothing is known.
 */
export const sidesOf = ({ scope, varno, nulling }: ColumnLocation): readonly JoinSide[] | undefined => {
  const found: JoinSide[] = []
  for (const index of nulling) {
    if (scope.query.rtable[index - 1]?.rtekind === rangeTableKind.group) continue
    const side = scope.sides.get(index)?.find(({ members }) => members.has(varno))
    if (side === undefined) return undefined
    found.push(side)
  }
  return found
}
