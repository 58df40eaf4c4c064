import { type AnyNode, type QueryNode, visitChildren } from '../../resolve/index.js'

/** Calls in a query's own select list that give a set of rows; those in subqueries are not its own. */
export const setReturningCalls = (query: QueryNode): readonly AnyNode[] => {
  const calls: AnyNode[] = []
  const visit = (node: AnyNode): void => {
    if (node.kind === 'QUERY') return
    if ((node.kind === 'FUNCEXPR' && node.funcretset) || (node.kind === 'OPEXPR' && node.opretset))
      calls.push(node)
    visitChildren(node, visit)
  }
  for (const target of query.targetList) visit(target)
  return calls
}
