import {
  booleanConstant,
  constantOf,
  entryAt,
  type FromNode,
  groupingSet,
  integerConstant,
  isOneGroup,
  joinType,
  type QueryNode,
  rangeTableKind,
  setOperation,
  type SetOperationNode,
} from '../../pgtree/index.js'

/** Whether a query always returns at least one row, such as `(SELECT count(*) …)`. */
export const surelyHasRow = (query: QueryNode): boolean => {
  if (query.hasTargetSRFs || query.rowMarks.length > 0 || !keepsARow(query)) return false
  if (query.setOperations !== null) return setSurelyHasRow(query.setOperations, query)
  if (query.havingQual !== null || query.groupingSets.length > 0) return false
  // Aggregates without GROUP BY make one row out of any number.
  return isOneGroup(query) || inputSurelyHasRow(query)
}

/** Whether FROM and WHERE together certainly return a row. */
export const inputSurelyHasRow = (query: QueryNode): boolean =>
  query.jointree?.kind === 'FROMEXPR' && fromSurelyHasRow(query.jointree, query)

/** Whether a FROM item certainly has a row for every row of the preceding items. */
export const fromSurelyHasRow = (item: FromNode | null, query: QueryNode): boolean => {
  switch (item?.kind) {
    case 'FROMEXPR':
      return isAlwaysTrue(item.quals) && item.fromlist.every((one) => fromSurelyHasRow(one, query))
    case 'RANGETBLREF':
      return entrySurelyHasRow(query, item.rtindex)
    case 'JOINEXPR': {
      const left = fromSurelyHasRow(item.larg, query)
      const right = fromSurelyHasRow(item.rarg, query)
      if (item.jointype === joinType.left) return left
      if (item.jointype === joinType.right) return right
      if (item.jointype === joinType.full) return left || right
      return item.jointype === joinType.inner && left && right && isAlwaysTrue(item.quals)
    }
    default:
      return false
  }
}

/** No condition, or the constant TRUE. */
export const isAlwaysTrue = (quals: Parameters<typeof booleanConstant>[0]): boolean =>
  quals === null || booleanConstant(quals) === true

/**
 * Whether a query can return a row without any input row: an aggregate without GROUP BY does, and so does the empty
 * grouping set, which ROLLUP and CUBE contain.
 */
export const canMakeRowOutOfNone = ({
  hasAggs,
  havingQual,
  groupClause,
  groupingSets,
}: QueryNode): boolean =>
  groupingSets.length > 0
    ? holdsEmptySet(groupingSets)
    : groupClause.length === 0 && (hasAggs || havingQual !== null)

/** Whether each aggregate of a query certainly has an input row. */
export const groupsHaveRows = (query: QueryNode): boolean =>
  !canMakeRowOutOfNone(query) || (query.groupingSets.length === 0 && inputSurelyHasRow(query))

const holdsEmptySet = (sets: QueryNode['groupingSets']): boolean =>
  sets.some(
    ({ setKind, content }) =>
      setKind !== groupingSet.simple && (setKind !== groupingSet.sets || holdsEmptySet(content)),
  )

const entrySurelyHasRow = (query: QueryNode, index: number): boolean => {
  const entry = entryAt(query, index)
  if (entry === undefined || entry.tablesample !== null) return false
  switch (entry.rtekind) {
    case rangeTableKind.subquery:
      return entry.subquery !== null && surelyHasRow(entry.subquery)
    case rangeTableKind.values:
      return entry.values_lists.length > 0
    case rangeTableKind.function:
      // A function that does not return a set returns one row, possibly of NULL.
      return entry.functions.some(({ funcexpr }) => funcexpr?.kind === 'FUNCEXPR' && !funcexpr.funcretset)
    default:
      return false
  }
}

/** OFFSET 0 (an optimization fence) and LIMIT 1 keep at least one row. */
const keepsARow = ({ limitOffset, limitCount }: QueryNode): boolean => {
  const count = integerConstant(limitCount)
  const isUnlimited = limitCount === null || constantOf(limitCount)?.constisnull === true
  const isFromStart = limitOffset === null || integerConstant(limitOffset) === 0n
  return isFromStart && (isUnlimited || (count !== null && count > 0n))
}

const setSurelyHasRow = (node: SetOperationNode, query: QueryNode): boolean => {
  if (node.kind === 'RANGETBLREF') return entrySurelyHasRow(query, node.rtindex)
  if (node.op !== setOperation.union || node.larg === null || node.rarg === null) return false
  return setSurelyHasRow(node.larg, query) || setSurelyHasRow(node.rarg, query)
}
