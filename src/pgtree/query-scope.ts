import { rangeTableKind } from './codes.js'
import type { Expression, Node, QueryNode, RangeTableEntry, TargetEntry } from './nodes.js'

/**
 * One query between the view and an expression. Passes extend it with their own facts; the type parameter is the extended
 * type of the enclosing scope.
 */
export interface QueryLevel<S> {
  readonly query: QueryNode
  /** The enclosing query; null for the view's own. */
  readonly outer: S | null
}

/** Levels of queries without facts of a pass. */
export interface QueryScope extends QueryLevel<QueryScope> {}

/** The scope of a reference with this many levels up; null if there are fewer levels. */
export const scopeUp = <S extends { readonly outer: S | null }>(scope: S, levelsUp: number): S | null => {
  let at: S | null = scope
  for (let level = 0; level < levelsUp && at !== null; level += 1) at = at.outer
  return at
}

/** A range table entry by its number, counted from 1. */
export const entryAt = ({ rtable }: QueryNode, index: number): RangeTableEntry | undefined =>
  rtable[index - 1]

/** The range table entry that a column reference refers to, with its scope. */
export const entryOf = <S extends QueryLevel<S>>(
  { varno, varlevelsup }: Node<'VAR'>,
  from: S,
): { readonly entry: RangeTableEntry; readonly home: S } | null => {
  const home = scopeUp(from, varlevelsup)
  const entry = home === null ? undefined : entryAt(home.query, varno)
  return home === null || entry === undefined ? null : { entry, home }
}

/**
 * The expressions that the columns of a join or of the grouping step are aliases of, in order; null for an entry with its
 * own columns.
 */
export const aliasesOf = ({
  rtekind,
  joinaliasvars,
  groupexprs,
}: RangeTableEntry): readonly Expression[] | null => {
  if (rtekind === rangeTableKind.join) return joinaliasvars
  return rtekind === rangeTableKind.group ? groupexprs : null
}

/** The items of a list of columns selected by an attribute number: 0 selects all, a system column none. */
export const picked = <T>(columns: readonly T[], attno: number): readonly T[] =>
  attno === 0 ? columns : attno < 0 ? [] : columns.slice(attno - 1, attno)

/** The WITH query that an entry reads, with the scope that declares it, in which its references are resolved. */
export const cteOf = <S extends QueryLevel<S>>(
  { ctename, ctelevelsup }: RangeTableEntry,
  from: S,
): { readonly cte: Node<'COMMONTABLEEXPR'>; readonly home: S } | null => {
  const home = scopeUp(from, ctelevelsup)
  const cte = home?.query.cteList.find((one) => one.ctename === ctename)
  return home === null || cte === undefined ? null : { cte, home }
}

/** The column that a reference refers to, with join aliases resolved. */
export interface ColumnLocation<S> {
  readonly scope: S
  readonly varno: number
  /** 0 for the whole row, negative for a system column. */
  readonly attno: number
  readonly entry: RangeTableEntry
  /** Outer joins, and in a grouped query the grouping step, that may make the column NULL, by range table index. */
  readonly nulling: readonly number[]
  /** For a column merged by USING: the expression that it is an alias of. */
  readonly merged: Expression | null
}

/** Null if the tree does not contain the referenced column. */
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

/** The output entries of a query's select list; the others are hidden sort or group keys. */
export const outputsOf = ({ targetList }: QueryNode): readonly TargetEntry[] =>
  targetList.filter(({ resjunk }) => !resjunk)

/** Select list entries that clauses such as ORDER BY refer to, in the order of the clauses. */
export const targetsOf = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  targets: readonly TargetEntry[],
): readonly TargetEntry[] =>
  clauses.flatMap(({ tleSortGroupRef }) =>
    targets.filter(({ ressortgroupref }) => ressortgroupref === tleSortGroupRef),
  )

/** The window of a call. */
export const windowOf = (
  { winref }: Node<'WINDOWFUNC'>,
  { windowClause }: QueryNode,
): Node<'WINDOWCLAUSE'> | undefined => windowClause.find((one) => one.winref === winref)

/** Whether a query aggregates all its rows into one group: it has aggregates and no GROUP BY. */
export const isOneGroup = ({ hasAggs, groupClause, groupingSets }: QueryNode): boolean =>
  hasAggs && groupClause.length === 0 && groupingSets.length === 0
