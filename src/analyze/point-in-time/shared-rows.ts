import {
  type AnyNode,
  type Expression,
  frame,
  integerConstant,
  isOneGroup,
  type Node,
  outputsOf,
  type QueryNode,
  type TargetEntry,
  targetsOf,
  visitChildren,
  windowOf,
} from '../../pgtree/index.js'
import type { Environment } from './environment.js'
import { factsOf, factsOfRows, isNotAfter } from './facts.js'
import type { ProofScope, ProofWorld, Term } from './scope.js'
import { outputTerm, T0, termOf } from './terms.js'

/**
 * A row of a query may depend on other rows of its FROM: those of its group, partition or frame, and those that LIMIT or
 * DISTINCT compare it with. What is known of the row then holds of them only as far as they share values with it.
 *
 * @returns what holds of all rows of FROM that decide about the row, once for each way in which they do: a source has to
 *   be proven in each of them.
 */
export const environmentsOfRows = (
  scope: ProofScope,
  from: Environment,
  world: ProofWorld,
): readonly Environment[] => {
  const { query } = scope
  const terms = (targets: readonly TargetEntry[]): readonly Term[] =>
    targets.flatMap(({ expr }) => termOf(expr, scope, world) ?? [])
  const keep = (at: Environment, targets: readonly TargetEntry[]): Environment =>
    at.with(factsOfRows(scope, world)).keep(terms(targets), scope)

  const cut = isCut(query) ? from.keep([], scope) : from
  const distinct = targetsOf(query.distinctClause, query.targetList)
  const outputs = outputsOf(query).map((_, at) => outputTerm(scope, at + 1, world))
  const chosen =
    distinct.length === 0
      ? cut
      : query.hasDistinctOn
        ? keep(cut, distinct)
        : cut.with(factsOfRows(scope, world)).keep(outputs, scope)
  const framed = windowEnvironments(scope, chosen, keep, world)
  if (!isGrouped(query)) return framed
  if (query.groupingSets.length > 0) return framed.map((one) => one.keep([], scope))
  const groups = targetsOf(query.groupClause, query.targetList)
  const grouped = framed.map((one) => keep(one, groups))
  return groups.length > 0 ? grouped : grouped.flatMap((one) => filtered(scope, one, world))
}

/** Whether LIMIT or OFFSET drops rows. OFFSET 0 is a fence for the planner. */
const isCut = ({ limitCount, limitOffset }: QueryNode): boolean =>
  limitCount !== null || (limitOffset !== null && integerConstant(limitOffset) !== 0n)

export const isGrouped = ({ groupClause, groupingSets, hasAggs, havingQual }: QueryNode): boolean =>
  groupClause.length > 0 || groupingSets.length > 0 || hasAggs || havingQual !== null

/** Visits a query's own expressions, and those of subqueries in them with how deep these are. */
const visitOutputs = (query: QueryNode, see: (node: AnyNode, depth: number) => void): void => {
  const visit = (node: AnyNode, depth: number): void => {
    see(node, depth)
    const inner = node.kind === 'QUERY' ? depth + 1 : depth
    visitChildren(node, (child) => visit(child, inner))
  }
  for (const target of query.targetList) visit(target, 0)
  if (query.havingQual !== null) visit(query.havingQual, 0)
}

const windowCalls = (query: QueryNode): readonly Node<'WINDOWFUNC'>[] => {
  const calls: Node<'WINDOWFUNC'>[] = []
  visitOutputs(query, (node, depth) => {
    if (node.kind === 'WINDOWFUNC' && depth === 0) calls.push(node)
  })
  return calls
}

/** The conditions on the rows that each aggregate of a query takes; null for one without, or inside a subquery. */
const aggregateFilters = (query: QueryNode): readonly (Expression | null)[] => {
  const filters: (Expression | null)[] = []
  visitOutputs(query, (node, depth) => {
    if (node.kind === 'AGGREF' && node.agglevelsup === depth)
      filters.push(depth === 0 ? node.aggfilter : null)
  })
  return filters
}

type Keep = (at: Environment, targets: readonly TargetEntry[]) => Environment

/** Once for each window function: what holds of the rows of its partition, or of those up to the current row. */
const windowEnvironments = (
  scope: ProofScope,
  from: Environment,
  keep: Keep,
  world: ProofWorld,
): readonly Environment[] => {
  const { query } = scope
  const calls = windowCalls(query)
  if (calls.length === 0) return query.windowClause.length === 0 ? [from] : [from.keep([], scope)]
  return calls.map((call) => {
    const window = windowOf(call, query)
    if (window === undefined) return from.keep([], scope)
    const partition = keep(from, targetsOf(window.partitionClause, query.targetList))
    const order = looksBack(call, window, world) ? firstAscending(window, query, world) : null
    const at = order === null ? null : termOf(order, scope, world)
    return at !== null && from.with(factsOfRows(scope, world)).isByT0(at)
      ? partition.with([isNotAfter(at, T0)])
      : partition
  })
}

/** The expression that the rows of a partition are sorted by first, from the earliest, those without a value last. */
const firstAscending = (
  { orderClause }: Node<'WINDOWCLAUSE'>,
  query: QueryNode,
  { catalogs }: ProofWorld,
): Expression | null => {
  const [first] = orderClause
  if (first === undefined || first.nulls_first) return null
  const operator = catalogs.operators.get(first.sortop)
  if (operator?.builtIn !== true || operator.name !== '<') return null
  return targetsOf([first], query.targetList)[0]?.expr ?? null
}

/** Window functions that look at rows before the current one and at its peers, whatever the frame. */
const countsBack = new Set(['row_number', 'rank', 'dense_rank'])
const looksIntoFrame = new Set(['first_value', 'last_value', 'nth_value'])

/** Whether no row that is sorted after the current one and its peers decides about a window function. */
const looksBack = (
  { winfnoid, args }: Node<'WINDOWFUNC'>,
  { frameOptions }: Node<'WINDOWCLAUSE'>,
  { catalogs }: ProofWorld,
): boolean => {
  const fn = catalogs.functions.get(winfnoid)
  if (fn === undefined) return false
  const endsHere = (frameOptions & (frame.endCurrentRow | frame.endOffsetPreceding)) !== 0
  if (fn.kind === 'aggregate') return endsHere
  if (!fn.builtIn) return false
  if (looksIntoFrame.has(fn.name)) return endsHere
  if (fn.name === 'lag') return args.length === 1 || (integerConstant(args[1] ?? null) ?? -1n) >= 0n
  return countsBack.has(fn.name)
}

/**
 * A query with aggregates and without GROUP BY has one row, whatever rows there are, so a row that no aggregate takes does
 * not count. Once for each aggregate: what its FILTER says of the rows that it takes.
 */
const filtered = (scope: ProofScope, from: Environment, world: ProofWorld): readonly Environment[] => {
  if (!isOneGroup(scope.query)) return [from]
  const facts = aggregateFilters(scope.query).map((filter) => factsOf(filter, scope, world))
  // The one that says nothing decides.
  if (facts.length === 0 || facts.some((some) => some.length === 0)) return [from]
  const byText = new Map(
    facts.map((some) => [
      some.map(({ kind, left, right }) => `${kind} ${left.name} ${right.name}`).join('\n'),
      some,
    ]),
  )
  return [...byText.values()].map((some) => from.with(some))
}
