import type { Leak } from '../../model/leak.js'
import { orderKinds } from '../../model/determinism-rules.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import {
  type AnyNode,
  locationOf,
  type Node,
  type QueryNode,
  rangeTableKind,
  subLink,
  visitChildren,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { frameFindings, recordFindings } from './call-leaks.js'
import { entryFindings, tableFunctionFindings } from './entry-leaks.js'
import { expressionFindings } from './expression-leaks.js'
import { type Finding, nothing } from './node-leak.js'
import { entryOf, inQuery, type LeakContext, type LeakScope } from './leak-context.js'
import { orderFindings } from '../order/find-order.js'
import { isFirstSettled } from '../order/order-leaks.js'
import { type OrderContext, orderWithin } from '../order/order-context.js'

const isOrder = new Set(orderKinds)

/** A place on the way down from the view. */
interface Position extends LeakContext {
  /** The innermost select list entry around it. */
  readonly column: string | null
  /** The query of an EXISTS right around, of which nobody asks which rows it gives. */
  readonly tested: QueryNode | null
  /** Names of the subqueries and CTEs around. */
  readonly within: readonly string[]
}

/**
 * Everything in a view's query that makes its answer depend on more than the data: the time, the session, chance. It
 * goes through every part of the query, read or not, for Postgres may evaluate any of them.
 */
export const findLeaks = (query: QueryNode, catalogs: Catalogs, order: OrderContext): readonly Leak[] => {
  const leaks = new Map<string, Leak>()
  const keep = (findings: readonly Finding[], node: AnyNode, at: Position): void => {
    for (const { clause = node, ...finding } of findings) {
      const within = isOrder.has(finding.kind) && at.within.length > 0 ? { within: at.within } : {}
      const leak: Leak = { ...finding, column: at.column, ...within, ...whereOf(clause, at.scope) }
      leaks.set(JSON.stringify(leak), leak)
    }
  }
  const visit = (node: AnyNode, at: Position): void => {
    keep(findingsOf(node, at, order), node, at)
    if (node !== at.tested)
      keep(orderFindings(node, at, order), node, node.kind === 'QUERY' ? inQuery(node, at) : at)
    visitBelow(node, at, visit)
  }
  const top: Position = { catalogs, scope: { query, outer: null }, column: null, tested: null, within: [] }
  keep(orderFindings(query, top, order), query, top)
  visitQuery(query, top, visit)
  return [...leaks.values()].toSorted(compareLeaks)
}

const findingsOf = (node: AnyNode, at: Position, order: OrderContext): readonly Finding[] => {
  switch (node.kind) {
    case 'FUNCEXPR':
      return [...expressionFindings(node, at), ...bodyFindings(node.funcid, at, order)]
    case 'RANGETBLENTRY':
      return entryFindings(node, at)
    case 'RANGETBLFUNCTION':
      return recordFindings(node, at)
    case 'TABLEFUNC':
      return tableFunctionFindings(node, at)
    case 'WINDOWCLAUSE':
      return frameFindings(node, at)
    case 'QUERY':
    case 'TARGETENTRY':
    case 'FROMEXPR':
    case 'JOINEXPR':
    case 'RANGETBLREF':
    case 'SETOPERATIONSTMT':
    case 'ALIAS':
    case 'TABLESAMPLECLAUSE':
    case 'COMMONTABLEEXPR':
    // Values of one type are sorted and grouped by immutable functions.
    case 'SORTGROUPCLAUSE':
    case 'ROWMARKCLAUSE':
    case 'JSONRETURNING':
    case 'CASEWHEN':
      return nothing
    default:
      return expressionFindings(node, at)
  }
}

/** What is read from has no location of its own; the query that reads it has, in its SELECT list. */
const whereOf = (node: AnyNode, { query }: LeakScope): Pick<Leak, 'location' | 'isInFrom'> => {
  const own = locationOf(node)
  if (own !== null) return { location: own }
  const [first] = query.targetList.flatMap((target) => locationOf(target) ?? [])
  return first === undefined ? {} : { location: first, isInFrom: true }
}

/** What a function of the project has in its body, or in that of one that it calls; the call is what is at fault. */
const bodyFindings = (oid: number, { catalogs }: LeakContext, order: OrderContext): readonly Finding[] => {
  const [fn, body] = [catalogs.functions.get(oid), catalogs.bodies?.get(oid)]
  if (!fn || !body) return nothing
  const name = displayName(fn)
  // As the database's gate names it, which does not look into a function that is vouched for.
  const callee = `${quoteRelation(fn)}(${fn.signature})`
  if (body.isUnknown)
    return [
      { kind: 'unreadable', what: `${name}: its body holds nodes that the analysis does not know`, callee },
    ]
  const last = body.queries.at(-1)
  // It gives the first row of its last query.
  const first: readonly Finding[] =
    last === undefined || isFirstSettled(last, orderWithin(last, order))
      ? nothing
      : [{ kind: 'order', what: `the first row of ${name}`, callee }]
  const within = body.queries.flatMap((query) =>
    findLeaks(query, catalogs, orderWithin(query, order)).map((leak) => ({
      kind: leak.kind,
      what: `${leak.what} in ${name}`,
      callee: leak.callee ?? callee,
    })),
  )
  return [...first, ...within]
}

/** The arms of a set operation are parts of one query. */
const withinEntry = ({ subquery, eref }: Node<'RANGETBLENTRY'>, { within }: Position): readonly string[] => {
  const name = eref?.aliasname ?? ''
  return subquery === null || name.startsWith('*SELECT*') ? within : [...within, name]
}

type Visit = (node: AnyNode, at: Position) => void

const visitBelow = (node: AnyNode, at: Position, visit: Visit): void => {
  const visitEach = (parent: AnyNode, where: Position): void =>
    visitChildren(parent, (child) => visit(child, where))
  switch (node.kind) {
    case 'QUERY':
      visitQuery(node, inQuery(node, at), visit)
      return
    case 'TARGETENTRY':
      visitEach(node, { ...at, column: node.resjunk ? at.column : (node.resname ?? at.column) })
      return
    case 'SUBLINK':
      visitEach(node, { ...at, tested: node.subLinkType === subLink.exists ? node.subselect : null })
      return
    case 'RANGETBLENTRY':
      visitEach({ ...node, joinaliasvars: [], groupexprs: [] }, { ...at, within: withinEntry(node, at) })
      return
    case 'COMMONTABLEEXPR':
      visitEach(node, { ...at, within: [...at.within, node.ctename ?? ''] })
      return
    case 'VAR':
      visitAlias(node, at, visit)
      return
    default:
      visitEach(node, at)
  }
}

/** Grouping sets have no expressions in them, only places in the select list. */
const visitQuery = (query: QueryNode, inside: Position, visit: Visit): void =>
  visitChildren({ ...query, groupingSets: [] }, (child) => visit(child, inside))

/** A column of a join or a grouping stands for an expression, which belongs to the column that mentions it. */
const visitAlias = (node: Node<'VAR'>, at: Position, visit: Visit): void => {
  const target = entryOf(node, at)
  if (target === null) return
  const { entry, home } = target
  if (entry.rtekind !== rangeTableKind.join && entry.rtekind !== rangeTableKind.group) return
  const { varattno: attno } = node
  const named = entry.rtekind === rangeTableKind.join ? entry.joinaliasvars : entry.groupexprs
  for (const expr of attno === 0 ? named : named.slice(attno - 1, attno))
    visit(expr, { ...home, column: at.column, tested: null, within: at.within })
}

const compareLeaks = (a: Leak, b: Leak): number =>
  compare(a.column ?? '', b.column ?? '') ||
  compare(a.what, b.what) ||
  compare(a.kind, b.kind) ||
  (a.location ?? -1) - (b.location ?? -1)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
