import {
  aliasesOf,
  type AnyNode,
  entryAt,
  type Expression,
  type Node,
  type QueryNode,
  visitChildren,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** What an expression of a query is made of, as far as that query's own rows go. */
export interface OwnParts {
  /** Columns of the query's range table, with the names that joins and groupings give them looked through. */
  readonly columns: readonly Node<'VAR'>[]
  /** It has an aggregate, a window function or a function that gives a set: it is no function of those columns. */
  readonly isOpaque: boolean
}

/** The expression that a column of a join or of a grouping step stands for; undefined for any other column. */
const aliased = ({ varno, varattno }: Node<'VAR'>, query: QueryNode): Expression | undefined => {
  const entry = entryAt(query, varno)
  return entry && aliasesOf(entry)?.[varattno - 1]
}

/**
 * The column of the query's own range table that an expression is, under casts that leave the value alone; null when it
 * is anything else. A column of a query around it is none.
 */
export const columnOf = (
  expr: Expression | null,
  query: QueryNode,
  catalogs: Catalogs,
): Node<'VAR'> | null => {
  if (expr?.kind === 'RELABELTYPE')
    return keepsEquality(expr, catalogs) ? columnOf(expr.arg, query, catalogs) : null
  if (expr?.kind !== 'VAR' || expr.varlevelsup !== 0) return null
  const target = aliased(expr, query)
  return target === undefined ? expr : columnOf(target, query, catalogs)
}

/** OIDs of text and varchar, which compare alike. */
const texts = new Set([25, 1043])

/**
 * Whether values of both types are equal or not alike: a text as a char(n) or citext keeps its bytes and is equal to more
 * than it was. A domain compares as its base.
 */
export const keepsEquality = ({ arg, resulttype }: Node<'RELABELTYPE'>, { types }: Catalogs): boolean => {
  const from = arg?.kind === 'VAR' ? arg.vartype : arg?.kind === 'RELABELTYPE' ? arg.resulttype : 0
  return (texts.has(from) && texts.has(resulttype)) || types.get(from)?.base === resulttype
}

/** Whether it is the call of an aggregate, window function or set-returning function of the query itself. */
const isOpaqueCall = (node: AnyNode, depth: number): boolean => {
  switch (node.kind) {
    case 'AGGREF':
      return node.agglevelsup === depth
    case 'WINDOWFUNC':
    case 'GROUPINGFUNC':
      return depth === 0
    case 'FUNCEXPR':
      return node.funcretset && depth === 0
    case 'OPEXPR':
      return node.opretset && depth === 0
    case 'UNKNOWN':
      return true
    default:
      return false
  }
}

const nothing: OwnParts = { columns: [], isOpaque: false }
const found = new WeakMap<QueryNode, WeakMap<AnyNode, OwnParts>>()

/** What the expression mentions of the query's own rows, in subqueries too. It is asked again for each set of columns. */
export const ownParts = (expr: AnyNode | null, query: QueryNode): OwnParts => {
  if (expr === null) return nothing
  const known = found.get(query) ?? new WeakMap<AnyNode, OwnParts>()
  found.set(query, known)
  const parts = known.get(expr) ?? partsIn(expr, query)
  known.set(expr, parts)
  return parts
}

const partsIn = (expr: AnyNode, query: QueryNode): OwnParts => {
  const columns: Node<'VAR'>[] = []
  let isOpaque = false
  const visit = (node: AnyNode, depth: number): void => {
    if (isOpaqueCall(node, depth)) isOpaque = true
    if (node.kind === 'VAR') {
      if (node.varlevelsup !== depth) return
      const target = aliased(node, query)
      if (target === undefined) columns.push(node)
      else visit(target, 0)
      return
    }
    const below = node.kind === 'QUERY' ? depth + 1 : depth
    visitChildren(node, (child) => visit(child, below))
  }
  visit(expr, 0)
  return { columns, isOpaque }
}
