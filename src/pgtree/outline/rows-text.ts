import type { SetOperationNode } from '../nodes.js'
import { entryAt, type QueryScope } from '../query-scope.js'
import { isWrittenList, isWrittenNode, type Written } from '../read-written-tree.js'
import type { Outliner } from './outliner.js'
import { joinedText } from './source-text.js'

/** Clauses that refer to the select list. */
const sortClauses = ['groupClause', 'distinctClause', 'sortClause', 'windowClause']
/** The other clauses that decide the set of rows. */
const clauses = [
  'groupingSets',
  'groupDistinct',
  'havingQual',
  'limitOffset',
  'limitCount',
  'limitOption',
  'hasAggs',
  'hasDistinctOn',
  'rowMarks',
]

/** Text of everything that decides which rows a query returns. */
export const rowsText = (scope: QueryScope, outliner: Outliner): string => {
  const { query } = scope
  const { tree } = outliner
  // With DISTINCT or set operations, every column decides the set of rows.
  const perColumn = query.hasTargetSRFs || query.setOperations !== null
  return [
    joinedText(query.jointree, scope, outliner),
    ...sortClauses.map((name) => sortedText(tree.field(query, name), scope, outliner)),
    ...clauses.map((name) => outliner.text(tree.field(query, name), scope)),
    perColumn
      ? query.targetList.map((target) => outliner.text(tree.field(target, 'expr'), scope)).join(' ')
      : '',
    setOperationText(query.setOperations, scope, outliner),
  ].join('\n')
}

/** GROUP BY, ORDER BY and similar clauses, with the expression in place of its number in the list of targets. */
const sortedText = (value: Written | undefined, scope: QueryScope, outliner: Outliner): string => {
  if (isWrittenList(value)) return `(${value.map((item) => sortedText(item, scope, outliner)).join(' ')})`
  if (!isWrittenNode(value)) return ''
  const plain = outliner.plain(value, scope)
  if (value.kind === 'WINDOWCLAUSE') {
    const parts = ['partitionClause', 'orderClause'].map((name) =>
      sortedText(outliner.tree.field(value, name), scope, outliner),
    )
    return [plain, ...parts].join(' ')
  }
  if (value.kind !== 'SORTGROUPCLAUSE') return plain
  const { tleSortGroupRef: reference } = value
  const target = scope.query.targetList.find(({ ressortgroupref }) => ressortgroupref === reference)
  const expression = target && outliner.tree.field(target, 'expr')
  return `${outliner.text(expression, scope)} ${plain.replace(`:tleSortGroupRef ${reference}`, '')}`
}

const setOperationText = (node: SetOperationNode | null, scope: QueryScope, outliner: Outliner): string => {
  if (node === null) return ''
  if (node.kind === 'RANGETBLREF') {
    const subquery = entryAt(scope.query, node.rtindex)?.subquery
    return subquery ? outliner.whole({ query: subquery, outer: scope }) : outliner.plain(node, scope)
  }
  const sides = [node.larg, node.rarg].map((side) => setOperationText(side, scope, outliner))
  return `${node.op} ${node.all} (${sides.join(') (')})`
}
