import type { Nullability } from '../../model/analyzed-project.js'
import {
  commandSelect,
  outputsOf,
  type QueryNode,
  rangeTableKind,
  setOperation,
  type SetOperationNode,
} from '../../pgtree/index.js'
import { openScope } from './open-scope.js'
import { rangeTableColumns } from './range-table.js'
import { type Pass, type Point, pointIn, type Scope } from './scope.js'
import { canBeNull } from './verdict.js'

/** Nullability of a query's output columns, in order, without hidden sort keys. */
export const inferQueryColumns = (
  query: QueryNode,
  outer: Point | null,
  pass: Pass,
): readonly Nullability[] => {
  const targets = outputsOf(query)
  if (query.commandType !== commandSelect) return targets.map(() => canBeNull('not a SELECT'))
  const scope = openScope(query, outer, pass)
  const { setOperations } = query
  if (setOperations !== null) {
    const columns = setColumns(setOperations, scope, pass)
    return targets.map((_, at) => columns[at] ?? unknown)
  }
  if (query.groupingSets.length > 0 && !hasGroupingStep(query)) return targets.map(() => unknown)
  const point = pointIn(scope, scope.rowFacts)
  return targets.map(({ expr }) => (expr === null ? unknown : pass.infer(expr, point)))
}

/** Before 18, references to grouped columns bypass the grouping step, and nothing shows which a grouping set leaves out. */
const hasGroupingStep = (query: QueryNode): boolean =>
  query.rtable.some(({ rtekind }) => rtekind === rangeTableKind.group)

const setColumns = (node: SetOperationNode, scope: Scope, pass: Pass): readonly Nullability[] => {
  if (node.kind === 'RANGETBLREF') return rangeTableColumns(scope, node.rtindex, pass)
  const left = node.larg === null ? [] : setColumns(node.larg, scope, pass)
  // EXCEPT only returns rows of its left side.
  if (node.op === setOperation.except) return left
  const right = node.rarg === null ? [] : setColumns(node.rarg, scope, pass)
  const isIntersection = node.op === setOperation.intersect
  return left.map((one, at) => {
    const other = right[at] ?? unknown
    // Each row of INTERSECT is a row of both sides.
    if (isIntersection) return one.nullable ? other : one
    return one.nullable ? one : other
  })
}

const unknown = canBeNull('nothing is known of this column')
