import type { Leak } from '../../model/leak.js'
import { orderKinds } from '../../model/determinism-rules.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import {
  aliasesOf,
  type AnyNode,
  entryOf,
  locationOf,
  type Node,
  picked,
  type QueryNode,
  type QueryScope,
  subLink,
  visitChildren,
} from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { frameLeaks, recordLeaks } from './call-leaks.js'
import { entryLeaks, tableFunctionLeaks } from './entry-leaks.js'
import { expressionLeaks } from './expression-leaks.js'
import { inQuery, type LeakContext, type NodeLeak, noLeaks } from './leak-context.js'
import { orderLeaks } from '../order/order-leaks.js'
import { isFirstSettled } from '../order/settled-rows.js'
import { type OrderContext, orderWithin } from '../order/order-context.js'

const isOrder = new Set(orderKinds)

/** A position in the tree of the view. */
interface Position extends LeakContext {
  /** The innermost enclosing select list entry. */
  readonly column: string | null
  /** The query of the directly enclosing EXISTS, for which only the existence of rows matters. */
  readonly tested: QueryNode | null
  /** Names of the enclosing subqueries and CTEs. */
  readonly within: readonly string[]
}

/**
 * Finds everything that makes the result of a view depend on more than the data: the time, the session, randomness. It
 * visits every part of the query, even unused ones, because Postgres may evaluate any of them.
 */
export const findLeaks = (query: QueryNode, catalogs: Catalogs, order: OrderContext): readonly Leak[] => {
  const leaks = new Map<string, Leak>()
  const keep = (found: readonly NodeLeak[], node: AnyNode, at: Position): void => {
    for (const { clause = node, ...own } of found) {
      const within = isOrder.has(own.kind) && at.within.length > 0 ? { within: at.within } : {}
      const leak: Leak = { ...own, column: at.column, ...within, ...whereOf(clause, at.scope) }
      leaks.set(JSON.stringify(leak), leak)
    }
  }
  const visit = (node: AnyNode, at: Position): void => {
    keep(leaksOf(node, at, order), node, at)
    if (node !== at.tested)
      keep(
        orderLeaks(node, at, order, at.within.at(-1)),
        node,
        node.kind === 'QUERY' ? inQuery(node, at) : at,
      )
    visitBelow(node, at, visit)
  }
  const top: Position = { catalogs, scope: { query, outer: null }, column: null, tested: null, within: [] }
  keep(orderLeaks(query, top, order), query, top)
  visitChildren(query, (child) => visit(child, top))
  return [...leaks.values()].toSorted(compareLeaks)
}

const leaksOf = (node: AnyNode, at: Position, order: OrderContext): readonly NodeLeak[] => {
  switch (node.kind) {
    case 'FUNCEXPR':
      return [...expressionLeaks(node, at), ...bodyLeaks(node.funcid, at, order)]
    case 'RANGETBLENTRY':
      return entryLeaks(node, at)
    case 'RANGETBLFUNCTION':
      return recordLeaks(node, at)
    case 'TABLEFUNC':
      return tableFunctionLeaks(node, at)
    case 'WINDOWCLAUSE':
      return frameLeaks(node, at)
    case 'QUERY':
    case 'TARGETENTRY':
    case 'FROMEXPR':
    case 'JOINEXPR':
    case 'RANGETBLREF':
    case 'SETOPERATIONSTMT':
    case 'ALIAS':
    case 'TABLESAMPLECLAUSE':
    case 'COMMONTABLEEXPR':
    // Values of the same type are sorted and grouped by immutable functions.
    case 'SORTGROUPCLAUSE':
    case 'GROUPINGSET':
    case 'ROWMARKCLAUSE':
    case 'JSONRETURNING':
    case 'CASEWHEN':
      return noLeaks
    default:
      return expressionLeaks(node, at)
  }
}

/** A range table entry has no location, so that of the SELECT list of its query is used. */
const whereOf = (node: AnyNode, { query }: QueryScope): Pick<Leak, 'location' | 'isInFrom'> => {
  const own = locationOf(node)
  if (own !== null) return { location: own }
  const [first] = query.targetList.flatMap((target) => locationOf(target) ?? [])
  return first === undefined ? {} : { location: first, isInFrom: true }
}

/** Leaks in the body of a function of the project and in the functions that it calls, reported at the call. */
const bodyLeaks = (oid: number, { catalogs }: LeakContext, order: OrderContext): readonly NodeLeak[] => {
  const [fn, body] = [catalogs.functions.get(oid), catalogs.bodies?.get(oid)]
  if (!fn || !body) return noLeaks
  const name = displayName(fn)
  // Named as in gate A2, which does not read the body of an allowed function.
  const callee = `${quoteRelation(fn)}(${fn.signature})`
  if (body.isUnknown)
    return [
      {
        kind: 'unreadable',
        what: `${name}: its body contains nodes that the analysis does not support`,
        callee,
      },
    ]
  const last = body.queries.at(-1)
  // It returns the first row of its last query.
  const first: readonly NodeLeak[] =
    last === undefined || isFirstSettled(last, orderWithin(last, order))
      ? noLeaks
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

/** The operands of a set operation are parts of one query. */
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
      visitEach(node, inQuery(node, at))
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

/** A column of a join or a grouping is an alias of an expression, which is visited at the reference. */
const visitAlias = (node: Node<'VAR'>, at: Position, visit: Visit): void => {
  const found = entryOf(node, at.scope)
  const aliases = found && aliasesOf(found.entry)
  if (!found || !aliases) return
  for (const expr of picked(aliases, node.varattno)) visit(expr, { ...at, scope: found.home, tested: null })
}

const compareLeaks = (a: Leak, b: Leak): number =>
  compare(a.column ?? '', b.column ?? '') ||
  compare(a.what, b.what) ||
  compare(a.kind, b.kind) ||
  (a.location ?? -1) - (b.location ?? -1)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
