import {
  type AnyNode,
  type Expression,
  type Node,
  type QueryNode,
  visitChildren,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { columnOf, ownParts } from './columns.js'
import type { OrderContext } from './order-context.js'

/** The first OID of a collation that did not come with Postgres; all that did tell texts apart that are not the same. */
const firstNormalObjectId = 16384

/**
 * What two rows of a query's FROM have in common once some values are the same in both: columns, which are equal, and
 * whole rows of items of FROM, which are the same.
 */
export class Known {
  /** Numbers of columns, by that of their item of FROM. */
  readonly #columns = new Map<number, Set<number>>()
  #columnCount = 0
  readonly #rows = new Set<number>()
  readonly #query: QueryNode
  readonly #catalogs: Catalogs

  constructor(query: QueryNode, catalogs: Catalogs) {
    this.#query = query
    this.#catalogs = catalogs
  }

  /** How much is known; it only grows. */
  get size(): number {
    return this.#columnCount + this.#rows.size
  }

  addColumn({ varno, varattno }: Node<'VAR'>): void {
    const columns = this.#columns.get(varno) ?? new Set()
    if (columns.has(varattno)) return
    this.#columns.set(varno, columns.add(varattno))
    this.#columnCount += 1
  }

  addRow(varno: number): void {
    this.#rows.add(varno)
  }

  hasRow(varno: number): boolean {
    return this.#rows.has(varno)
  }

  hasColumn({ varno, varattno }: Node<'VAR'>): boolean {
    return this.hasAttribute(varno, varattno)
  }

  /** Whether the column of an item of FROM is known, by number. */
  hasAttribute(varno: number, attno: number): boolean {
    return this.#rows.has(varno) || this.#columns.get(varno)?.has(attno) === true
  }

  /**
   * Whether the value of an expression is the same in both rows, to the last byte: 1.0 and 1.00 are equal numerics and
   * not the same, so an equal column is not enough for what is computed from it.
   */
  isFixed(expr: Expression | null): boolean {
    const { columns, isOpaque } = ownParts(expr, this.#query)
    return !isOpaque && columns.every((column) => this.isFixedColumn(column))
  }

  /** The same of a column, wherever it is mentioned. */
  isFixedColumn(column: Node<'VAR'>): boolean {
    return this.#rows.has(column.varno) || (this.hasColumn(column) && isExact(column, this.#catalogs))
  }

  /** Whether it is equal in both. */
  isEqual(expr: Expression | null): boolean {
    const column = columnOf(expr, this.#query, this.#catalogs)
    return (column !== null && this.hasColumn(column)) || this.isFixed(expr)
  }
}

/** A collation that somebody has made may call two texts equal that are not the same. */
export const isOwnCollation = (collation: number): boolean => collation >= firstNormalObjectId

export const hasOwnCollation = ({ varcollid }: Node<'VAR'>): boolean => isOwnCollation(varcollid)

/** Whether two equal values of the column are the same value. */
export const isExact = (column: Node<'VAR'>, { types }: Catalogs): boolean => {
  const type = types.get(column.vartype)
  if (type === undefined || hasOwnCollation(column)) return false
  return type.isExact || (type.name === 'numeric' && column.vartypmod >= 0)
}

/** Fields in which the kinds of expressions say their type. */
const typeFields = [
  'consttype',
  'funcresulttype',
  'opresulttype',
  'resulttype',
  'casetype',
  'coalescetype',
  'minmaxtype',
  'aggtype',
  'wintype',
  'vartype',
]

/** Whether it is a cast to numeric of some precision and scale. */
const hasScale = (expr: Expression, { functions }: Catalogs): boolean => {
  const fn = expr.kind === 'FUNCEXPR' ? functions.get(expr.funcid) : undefined
  return fn?.builtIn === true && fn.name === 'numeric' && fn.signature === 'numeric,integer'
}

/** Whether two equal values of an expression are the same value to the last byte. */
export const isSameWhenEqual = (
  expr: Expression | null,
  query: QueryNode,
  { catalogs }: OrderContext,
): boolean => {
  const column = columnOf(expr, query, catalogs)
  if (column !== null) return isExact(column, catalogs)
  if (expr === null) return false
  if (hasScale(expr, catalogs)) return true
  const type = typeFields
    .map((field): unknown => Reflect.get(expr, field))
    .find((oid) => typeof oid === 'number')
  if (catalogs.types.get(Number(type))?.isExact !== true) return false
  return !mentionsCollation(expr) && !ownParts(expr, query).columns.some(hasOwnCollation)
}

const mentionsCollation = (node: AnyNode): boolean => {
  if (node.kind === 'COLLATEEXPR') return true
  let found = false
  visitChildren(node, (child) => {
    found ||= mentionsCollation(child)
  })
  return found
}
