import type {
  Expression,
  FromNode,
  Node,
  QueryNode,
  RangeTableEntry,
  SetOperationNode,
  TargetEntry,
} from '../../resolve/index.js'
import { joinType, rangeTableKind, setOperation } from '../tree/codes.js'
import { datumBytes, integerConstant } from '../tree/constants.js'
import { columnOf, ownParts } from './columns.js'
import { Known } from './known.js'
import type { OrderContext } from './order-context.js'

/**
 * Which values tell the rows of a query apart. It answers one question: when two rows agree on some values, are they
 * surely one and the same row? It follows keys of tables, GROUP BY, DISTINCT, set operations, `row_number`, joins that
 * find at most one row, and conditions that make two columns equal. What it cannot prove it denies.
 */

/** LIMIT WITH TIES. */
export const withTies = 1

/** Whether the query gives at most one row by its LIMIT. */
const givesOneRow = ({ limitCount, limitOption }: QueryNode): boolean => {
  const count = limitOption === withTies ? null : integerConstant(limitCount)
  return count !== null && count <= 1n
}

export const isGrouped = ({ groupClause, groupingSets, hasAggs, havingQual }: QueryNode): boolean =>
  groupClause.length > 0 || groupingSets.length > 0 || hasAggs || havingQual !== null

/** Entries of the select list that clauses such as ORDER BY point at. */
export const targetsOf = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  targets: readonly TargetEntry[],
): readonly TargetEntry[] =>
  clauses.flatMap(({ tleSortGroupRef }) =>
    targets.filter(({ ressortgroupref }) => ressortgroupref === tleSortGroupRef),
  )

export const outputsOf = ({ targetList }: QueryNode): readonly TargetEntry[] =>
  targetList.filter(({ resjunk }) => !resjunk)

/** Whether output columns of a query, by number, tell its rows apart. */
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
    const window = query.windowClause.find(({ winref }) => winref === expr.winref)
    if (fn?.builtIn !== true || fn.name !== 'row_number' || window === undefined) return false
    return targetsOf(window.partitionClause, query.targetList).every(
      (by) => targets.includes(by) || known.isEqual(by.expr),
    )
  })
}

/** The same of the rows that windows and the select list see: those of FROM, or the groups of them. */
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

/** The same of the rows of FROM, before they are grouped. */
export const fromTellsApart = (
  query: QueryNode,
  targets: readonly TargetEntry[],
  context: OrderContext,
): boolean => isAllKnown(query.jointree, knownBy(query, targets, context))

/** What is known of FROM once some values are. */
export const knownBy = (query: QueryNode, targets: readonly TargetEntry[], context: OrderContext): Known => {
  const known = new Known(query, context.catalogs)
  for (const { expr } of targets) {
    const column = columnOf(expr, query)
    if (column !== null) known.addColumn(column)
  }
  let before = -1
  while (before < known.size) {
    before = known.size
    spread(query.jointree, query, known, context)
  }
  return known
}

const isAllKnown = (node: FromNode | null, known: Known): boolean => {
  switch (node?.kind) {
    case 'FROMEXPR':
      return node.fromlist.every((one) => isAllKnown(one, known))
    case 'JOINEXPR':
      return isAllKnown(node.larg, known) && isAllKnown(node.rarg, known)
    case 'RANGETBLREF':
      return known.hasRow(node.rtindex)
    default:
      return false
  }
}

/** One round through FROM: what is known makes more known. */
const spread = (node: FromNode | null, query: QueryNode, known: Known, context: OrderContext): void => {
  switch (node?.kind) {
    case 'FROMEXPR':
      for (const one of node.fromlist) spread(one, query, known, context)
      equate(node.quals, query, known, context)
      return
    case 'JOINEXPR':
      spreadJoin(node, query, known, context)
      return
    case 'RANGETBLREF':
      if (!known.hasRow(node.rtindex) && entryIsKnown(query, node.rtindex, known, context))
        known.addRow(node.rtindex)
      return
    default:
  }
}

/**
 * The optional side of an outer join is empty or not, and by which row is found by the other side alone; so nothing is
 * said of it before that is known. Of a full join either side may be missing, and nothing is said of it.
 */
const spreadJoin = (
  { jointype, larg, rarg, quals }: Node<'JOINEXPR'>,
  query: QueryNode,
  known: Known,
  context: OrderContext,
): void => {
  if (jointype === joinType.inner) {
    spread(larg, query, known, context)
    spread(rarg, query, known, context)
    equate(quals, query, known, context)
    return
  }
  if (jointype !== joinType.left && jointype !== joinType.right) return
  const [kept, optional] = jointype === joinType.left ? [larg, rarg] : [rarg, larg]
  spread(kept, query, known, context)
  if (!isAllKnown(kept, known)) return
  equate(quals, query, known, context)
  spread(optional, query, known, context)
}

/** Conditions that make a column equal to what is known. */
const equate = (quals: Expression | null, query: QueryNode, known: Known, context: OrderContext): void => {
  if (quals?.kind === 'BOOLEXPR' && quals.boolop === 'and') {
    for (const one of quals.args) equate(one, query, known, context)
    return
  }
  const sides = equalSides(quals, context)
  if (sides === null) return
  const [left, right] = sides
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const column = columnOf(to, query)
    if (column !== null && !known.hasColumn(column) && known.isEqual(from)) known.addColumn(column)
  }
}

/** The sides of `a = b` and of `a IS NOT DISTINCT FROM b`, by an equality that Postgres or an extension of it vouches for. */
const equalSides = (
  expr: Expression | null,
  { catalogs }: OrderContext,
): readonly [Expression, Expression] | null => {
  const inner = expr?.kind === 'BOOLEXPR' && expr.boolop === 'not' ? (expr.args[0] ?? null) : null
  const equality = expr?.kind === 'OPEXPR' ? expr : inner?.kind === 'DISTINCTEXPR' ? inner : null
  const operator = catalogs.operators.get(equality?.opno ?? 0)
  if (equality === null || operator?.name !== '=') return null
  if (catalogs.functions.get(operator.function)?.comparison !== true) return null
  const [left, right] = equality.args
  return left === undefined || right === undefined ? null : [left, right]
}

const entryIsKnown = (query: QueryNode, varno: number, known: Known, context: OrderContext): boolean => {
  const entry = query.rtable[varno - 1]
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
      const queries = context.ctesOf(entry.ctename)
      return queries.length > 0 && queries.every((one) => outputsTellApart(one, givenOf(one, knows), context))
    }
    case rangeTableKind.function:
      return callIsKnown(entry, knows, context)
    case rangeTableKind.values:
      return listsAreKnown(entry, knows, context)
    default:
      return false
  }
}

const givenOf = (query: QueryNode, knows: (attno: number) => boolean): ReadonlySet<number> =>
  new Set(outputsOf(query).flatMap(({ resno }) => (knows(resno) ? [resno] : [])))

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

/** A function that gives no set has one row; WITH ORDINALITY numbers the rows of one that does. */
const callIsKnown = (
  { functions, funcordinality }: RangeTableEntry,
  knows: (attno: number) => boolean,
  { catalogs }: OrderContext,
): boolean => {
  const calls = functions.map(({ funcexpr }) => funcexpr)
  if (calls.every((call) => call?.kind === 'FUNCEXPR' && !call.funcretset)) return true
  const columns = functions.reduce((sum, { funccolcount }) => sum + funccolcount, 0)
  if (funcordinality && knows(columns + 1)) return true
  const [only] = calls
  const fn = calls.length === 1 && only?.kind === 'FUNCEXPR' ? catalogs.functions.get(only.funcid) : undefined
  return fn?.builtIn === true && countingSeries.has(`${fn.name}(${fn.signature})`) && knows(1)
}

/** Series of whole numbers, in which no number comes twice. */
const countingSeries = new Set([
  'generate_series(integer,integer)',
  'generate_series(integer,integer,integer)',
  'generate_series(bigint,bigint)',
  'generate_series(bigint,bigint,bigint)',
])

/** Constants in VALUES: columns that are known tell the lists apart, or there is but one list. */
const listsAreKnown = (
  { values_lists: lists }: RangeTableEntry,
  knows: (attno: number) => boolean,
  { catalogs }: OrderContext,
): boolean => {
  if (lists.length <= 1) return true
  const columns = (lists[0] ?? []).flatMap((_, at) => (knows(at + 1) ? [at] : []))
  const usable = columns.filter((at) =>
    lists.every((list) => exactConstant(list[at] ?? null, catalogs) !== null),
  )
  const texts = new Set(
    lists.map((list) => usable.map((at) => exactConstant(list[at] ?? null, catalogs)).join(' ')),
  )
  return texts.size === lists.length
}

/** The bytes of a constant of a type whose values are equal only when they are the same; null for anything else. */
const exactConstant = (expr: Expression | null, { types }: OrderContext['catalogs']): string | null => {
  if (expr?.kind !== 'CONST' || expr.constisnull || types.get(expr.consttype)?.isExact !== true) return null
  return datumBytes(expr).join(',')
}

export const setTellsApart = (
  node: SetOperationNode,
  query: QueryNode,
  given: ReadonlySet<number>,
  context: OrderContext,
): boolean => {
  if (node.kind === 'RANGETBLREF') {
    const arm = query.rtable[node.rtindex - 1]?.subquery ?? null
    return arm !== null && outputsTellApart(arm, given, context)
  }
  if (!node.all && outputsOf(query).every(({ resno }) => given.has(resno))) return true
  // What is left of the rows of the first arm is told apart as they are.
  if (node.op !== setOperation.union)
    return node.larg !== null && setTellsApart(node.larg, query, given, context)
  return isTagged(node, query, given, context)
}

/** UNION of arms that each have a constant of their own in one column. */
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
    const arm = query.rtable[node.rtindex - 1]?.subquery ?? null
    return arm === null ? null : [arm]
  }
  const [left, right] = [unionArms(node.larg, query), unionArms(node.rarg, query)]
  return node.op !== setOperation.union || left === null || right === null ? null : [...left, ...right]
}
