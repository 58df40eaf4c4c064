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
      keep(orderLeaks(node, at, order), node, node.kind === 'QUERY' ? inQuery(node, at) : at)
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
    // Values of one type are sorted and grouped by immutable functions.
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

/** What is read from has no location of its own; the query that reads it has, in its SELECT list. */
const whereOf = (node: AnyNode, { query }: QueryScope): Pick<Leak, 'location' | 'isInFrom'> => {
  const own = locationOf(node)
  if (own !== null) return { location: own }
  const [first] = query.targetList.flatMap((target) => locationOf(target) ?? [])
  return first === undefined ? {} : { location: first, isInFrom: true }
}

/** What a function of the project has in its body, or in that of one that it calls; the call is what is at fault. */
const bodyLeaks = (oid: number, { catalogs }: LeakContext, order: OrderContext): readonly NodeLeak[] => {
  const [fn, body] = [catalogs.functions.get(oid), catalogs.bodies?.get(oid)]
  if (!fn || !body) return noLeaks
  const name = displayName(fn)
  // As the database's gate names it, which does not look into a function that is vouched for.
  const callee = `${quoteRelation(fn)}(${fn.signature})`
  if (body.isUnknown)
    return [
      { kind: 'unreadable', what: `${name}: its body holds nodes that the analysis does not know`, callee },
    ]
  const last = body.queries.at(-1)
  // It gives the first row of its last query.
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

/** A column of a join or a grouping stands for an expression, which belongs to the column that mentions it. */
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
