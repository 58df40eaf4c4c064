import {
  entryAt,
  type Expression,
  integerConstant,
  limitWithTies,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  setOperation,
  type SetOperationNode,
  type TargetEntry,
  targetsOf,
  windowOf,
} from '../../pgtree/index.js'
import { columnOf, ownParts } from './columns.js'
import { callTellsApart, exactConstant, listsTellApart } from './entries.js'
import { isAllKnown, spread } from './from-items.js'
import { Known } from './known.js'
import type { OrderContext } from './order-context.js'

/**
 * Which values identify the rows of a query: if two rows agree on these values, are they certainly the same row? Follows
 * keys of tables, GROUP BY, DISTINCT, set operations, `row_number`, joins that find at most one row, and conditions that
 * make two columns equal. The answer is no if it cannot be proved.
 */

/** Whether LIMIT restricts the query to at most one row. */
const givesOneRow = ({ limitCount, limitOption }: QueryNode): boolean => {
  const count = limitOption === limitWithTies ? null : integerConstant(limitCount)
  return count !== null && count <= 1n
}

export const isGrouped = ({ groupClause, groupingSets, hasAggs, havingQual }: QueryNode): boolean =>
  groupClause.length > 0 || groupingSets.length > 0 || hasAggs || havingQual !== null

/** Whether output columns of a query, by number, identify its rows. */
export const outputsTellApart = (
  query: QueryNode,
  given: ReadonlySet<number>,
  context: OrderContext,
): boolean => {
  const answers = context.answers.get(query) ?? new Map<string, boolean>()
  context.answers.set(query, answers)
  const question = [...given].toSorted((a, b) => a - b).join(' ')
  const answer = answers.get(question) ?? findOut(query, given, context)
  answers.set(question, answer)
  return answer
}

const findOut = (query: QueryNode, given: ReadonlySet<number>, context: OrderContext): boolean => {
  if (givesOneRow(query)) return true
  const outputs = outputsOf(query)
  const targets = outputs.filter(({ resno }) => given.has(resno))
  if (query.setOperations !== null) return setTellsApart(query.setOperations, query, given, context)
  const none = new Known(query, context.catalogs)
  const distinct = targetsOf(query.distinctClause, query.targetList)
  if (distinct.length > 0 && distinct.every((one) => targets.includes(one) || none.isFixed(one.expr)))
    return true
  if (query.hasTargetSRFs) return false
  return inputTellsApart(query, targets, context) || isNumbered(query, targets, context)
}

/** `row_number` of a partition, together with what the partition is by. */
const isNumbered = (query: QueryNode, targets: readonly TargetEntry[], context: OrderContext): boolean => {
  const known = knownBy(query, targets, context)
  return targets.some(({ expr }) => {
    if (expr?.kind !== 'WINDOWFUNC') return false
    const fn = context.catalogs.functions.get(expr.winfnoid)
    const window = windowOf(expr, query)
    if (fn?.builtIn !== true || fn.name !== 'row_number' || window === undefined) return false
    return targetsOf(window.partitionClause, query.targetList).every(
      (by) => targets.includes(by) || known.isEqual(by.expr),
    )
  })
}

/** The same for the rows seen by windows and the select list: those of FROM, or their groups. */
export const inputTellsApart = (
  query: QueryNode,
  targets: readonly TargetEntry[],
  context: OrderContext,
): boolean => {
  if (query.groupingSets.length > 0) return false
  const known = knownBy(query, targets, context)
  if (!isGrouped(query)) return isAllKnown(query.jointree, known)
  return targetsOf(query.groupClause, query.targetList).every(
    (by) => targets.some(({ ressortgroupref: ref }) => ref === by.ressortgroupref) || known.isEqual(by.expr),
  )
}

/** The same for the rows of FROM before grouping. */
export const fromTellsApart = (
  query: QueryNode,
  targets: readonly TargetEntry[],
  context: OrderContext,
): boolean => isAllKnown(query.jointree, knownBy(query, targets, context))

/** What is known of FROM once some values are. */
export const knownBy = (query: QueryNode, targets: readonly TargetEntry[], context: OrderContext): Known => {
  const known = new Known(query, context.catalogs)
  for (const { expr } of targets) {
    const column = columnOf(expr, query, context.catalogs)
    if (column !== null) known.addColumn(column)
  }
  const asked = {
    catalogs: context.catalogs,
    isKnown: (rtindex: number): boolean => entryIsKnown(query, rtindex, known, context),
  }
  let before = -1
  while (before < known.size) {
    before = known.size
    spread(query.jointree, query, known, asked)
  }
  return known
}

const entryIsKnown = (query: QueryNode, varno: number, known: Known, context: OrderContext): boolean => {
  const entry = entryAt(query, varno)
  if (entry === undefined || !reachesOnlyKnown(entry, query, known)) return false
  const knows = (attno: number): boolean => known.hasAttribute(varno, attno)
  switch (entry.rtekind) {
    case rangeTableKind.relation:
      return context.keysOf(entry.relid).some((key) => key.every(knows))
    case rangeTableKind.subquery:
      return (
        entry.subquery !== null && outputsTellApart(entry.subquery, givenOf(entry.subquery, knows), context)
      )
    case rangeTableKind.cte: {
      // Inside a CTE its name may refer to another CTE or to itself, so nothing is proved there.
      const name = entry.ctename ?? ''
      if (context.within.has(name)) return false
      const queries = context.ctesOf(name)
      const inside = { ...context, within: new Set([...context.within, name]), answers: new WeakMap() }
      return queries.length > 0 && queries.every((one) => outputsTellApart(one, givenOf(one, knows), inside))
    }
    case rangeTableKind.function:
      return callTellsApart(entry, knows, context.catalogs)
    case rangeTableKind.values:
      return listsTellApart(entry, knows, context.catalogs)
    default:
      return false
  }
}

const givenOf = (query: QueryNode, knows: (attno: number) => boolean): ReadonlySet<number> => {
  const given = new Set<number>()
  for (const { resno } of outputsOf(query)) if (knows(resno)) given.add(resno)
  return given
}

/** What an item of FROM takes from the items beside it has to be known too. */
const reachesOnlyKnown = (entry: RangeTableEntry, query: QueryNode, known: Known): boolean => {
  if (entry.rtekind === rangeTableKind.relation) return true
  const expressions: readonly (Expression | QueryNode | null)[] = [
    entry.subquery,
    ...entry.functions.map(({ funcexpr }) => funcexpr),
    ...entry.values_lists.flat(),
  ]
  return expressions.every((one) =>
    ownParts(one, query).columns.every((column) => known.isFixedColumn(column)),
  )
}

export const setTellsApart = (
  node: SetOperationNode,
  query: QueryNode,
  given: ReadonlySet<number>,
  context: OrderContext,
): boolean => {
  if (node.kind === 'RANGETBLREF') {
    const arm = entryAt(query, node.rtindex)?.subquery ?? null
    return arm !== null && outputsTellApart(arm, given, context)
  }
  if (!node.all && outputsOf(query).every(({ resno }) => given.has(resno))) return true
  // The remaining rows are rows of the first operand, with the same keys.
  if (node.op !== setOperation.union)
    return node.larg !== null && setTellsApart(node.larg, query, given, context)
  return isTagged(node, query, given, context)
}

/** A UNION whose operands each have a different constant in one column. */
const isTagged = (
  node: SetOperationNode,
  query: QueryNode,
  given: ReadonlySet<number>,
  context: OrderContext,
): boolean => {
  const arms = unionArms(node, query)
  if (arms === null || !arms.every((arm) => outputsTellApart(arm, given, context))) return false
  return [...given].some((resno) => {
    const tags = arms.map((arm) =>
      exactConstant(outputsOf(arm).find((one) => one.resno === resno)?.expr ?? null, context.catalogs),
    )
    return !tags.includes(null) && new Set(tags).size === arms.length
  })
}

const unionArms = (node: SetOperationNode | null, query: QueryNode): readonly QueryNode[] | null => {
  if (node === null) return null
  if (node.kind === 'RANGETBLREF') {
    const arm = entryAt(query, node.rtindex)?.subquery ?? null
    return arm === null ? null : [arm]
  }
  const [left, right] = [unionArms(node.larg, query), unionArms(node.rarg, query)]
  return node.op !== setOperation.union || left === null || right === null ? null : [...left, ...right]
}
