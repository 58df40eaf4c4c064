import { rangeTableKind } from './codes.js'
import type { Expression, Node, QueryNode, RangeTableEntry, TargetEntry } from './nodes.js'

/**
 * One query on the way down from the view to an expression. A pass adds its own facts by extending it, with itself as
 * the scope around.
 */
export interface QueryLevel<S> {
  readonly query: QueryNode
  /** The query around this one; null for the view's own. */
  readonly outer: S | null
}

/** Levels of queries without any facts of a pass. */
export interface QueryScope extends QueryLevel<QueryScope> {}

/** The scope that a reference with this many levels up means; null when there are not so many. */
export const scopeUp = <S extends { readonly outer: S | null }>(scope: S, levelsUp: number): S | null => {
  let at: S | null = scope
  for (let level = 0; level < levelsUp && at !== null; level += 1) at = at.outer
  return at
}

/** An entry of a query's range table by its number, which counts from 1. */
export const entryAt = ({ rtable }: QueryNode, index: number): RangeTableEntry | undefined =>
  rtable[index - 1]

/** The entry that a column reference means, and the scope whose it is. */
export const entryOf = <S extends QueryLevel<S>>(
  { varno, varlevelsup }: Node<'VAR'>,
  from: S,
): { readonly entry: RangeTableEntry; readonly home: S } | null => {
  const home = scopeUp(from, varlevelsup)
  const entry = home === null ? undefined : entryAt(home.query, varno)
  return home === null || entry === undefined ? null : { entry, home }
}

/**
 * The expressions that the columns of a join or of the grouping step are other names of, in order; null for an entry
 * that has columns of its own.
 */
export const aliasesOf = ({
  rtekind,
  joinaliasvars,
  groupexprs,
}: RangeTableEntry): readonly Expression[] | null => {
  if (rtekind === rangeTableKind.join) return joinaliasvars
  return rtekind === rangeTableKind.group ? groupexprs : null
}

/** What an attribute number picks out of a list by columns: 0 is the whole row, a system column is none of them. */
export const picked = <T>(columns: readonly T[], attno: number): readonly T[] =>
  attno === 0 ? columns : attno < 0 ? [] : columns.slice(attno - 1, attno)

/** The WITH query that an entry reads, and the scope that it is declared in, where its own references start. */
export const cteOf = <S extends QueryLevel<S>>(
  { ctename, ctelevelsup }: RangeTableEntry,
  from: S,
): { readonly cte: Node<'COMMONTABLEEXPR'>; readonly home: S } | null => {
  const home = scopeUp(from, ctelevelsup)
  const cte = home?.query.cteList.find((one) => one.ctename === ctename)
  return home === null || cte === undefined ? null : { cte, home }
}

/** The column that a reference means, after looking through the names that joins give to columns. */
export interface ColumnLocation<S> {
  readonly scope: S
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
export const locateColumn = <S extends QueryLevel<S>>(
  node: Node<'VAR'>,
  from: S,
): ColumnLocation<S> | null => {
  const scope = scopeUp(from, node.varlevelsup)
  if (scope === null) return null
  let { varno, varattno: attno, varnullingrels: nulling } = node
  for (;;) {
    const entry = entryAt(scope.query, varno)
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

/** The entries of a query's select list that it gives out; the others are there to sort or group by. */
export const outputsOf = ({ targetList }: QueryNode): readonly TargetEntry[] =>
  targetList.filter(({ resjunk }) => !resjunk)

/** Entries of a select list that clauses such as ORDER BY point at, clause by clause. */
export const targetsOf = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  targets: readonly TargetEntry[],
): readonly TargetEntry[] =>
  clauses.flatMap(({ tleSortGroupRef }) =>
    targets.filter(({ ressortgroupref }) => ressortgroupref === tleSortGroupRef),
  )

/** The window that a call is over. */
export const windowOf = (
  { winref }: Node<'WINDOWFUNC'>,
  { windowClause }: QueryNode,
): Node<'WINDOWCLAUSE'> | undefined => windowClause.find((one) => one.winref === winref)

/** Whether a query aggregates all its rows into one group: it has aggregates and nothing to group by. */
export const isOneGroup = ({ hasAggs, groupClause, groupingSets }: QueryNode): boolean =>
  hasAggs && groupClause.length === 0 && groupingSets.length === 0
