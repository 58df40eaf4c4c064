import type { Leak } from '../../model/leak.js'
import { displayName } from '../../model/relation-name.js'
import { type AnyNode, type Catalogs, type Node, type QueryNode, visitChildren } from '../../resolve/index.js'
import { rangeTableKind } from '../tree/codes.js'
import { frameFindings, recordFindings } from './call-findings.js'
import { entryFindings, tableFunctionFindings } from './entry-findings.js'
import { expressionFindings } from './expression-findings.js'
import { type Finding, nothing } from './finding.js'
import { entryOf, inQuery, type LeakContext } from './leak-scope.js'

/** A place on the way down from the view. */
interface Position extends LeakContext {
  /** The innermost select list entry around it. */
  readonly column: string | null
}

/**
 * Everything in a view's query that makes its answer depend on more than the data: the time, the session, chance. It
 * goes through every part of the query, read or not, for Postgres may evaluate any of them.
 */
export const findLeaks = (query: QueryNode, catalogs: Catalogs): readonly Leak[] => {
  const leaks = new Map<string, Leak>()
  const visit = (node: AnyNode, at: Position): void => {
    for (const finding of findingsOf(node, at)) {
      const leak: Leak = { ...finding, column: at.column }
      leaks.set(JSON.stringify(leak), leak)
    }
    visitBelow(node, at, visit)
  }
  visitQuery(query, { catalogs, scope: { query, outer: null }, column: null }, visit)
  return [...leaks.values()].toSorted(compareLeaks)
}

const findingsOf = (node: AnyNode, at: Position): readonly Finding[] => {
  switch (node.kind) {
    case 'FUNCEXPR':
      return [...expressionFindings(node, at), ...bodyFindings(node.funcid, at)]
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

/** What a function of the project has in its body, or in that of one that it calls; the call is what is at fault. */
const bodyFindings = (oid: number, { catalogs }: LeakContext): readonly Finding[] => {
  const [fn, body] = [catalogs.functions.get(oid), catalogs.bodies?.get(oid)]
  if (!fn || !body) return nothing
  const name = displayName(fn)
  if (body.isUnknown)
    return [{ kind: 'unreadable', what: `${name}: its body holds nodes that the analysis does not know` }]
  return body.queries.flatMap((query) =>
    findLeaks(query, catalogs).map(({ kind, what, callee }) => ({
      kind,
      what: `${what} in ${name}`,
      ...(callee !== undefined && { callee }),
    })),
  )
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
    case 'RANGETBLENTRY':
      visitEach({ ...node, joinaliasvars: [], groupexprs: [] }, at)
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
    visit(expr, { ...home, column: at.column })
}

const compareLeaks = (a: Leak, b: Leak): number =>
  compare(a.column ?? '', b.column ?? '') || compare(a.what, b.what) || compare(a.kind, b.kind)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
