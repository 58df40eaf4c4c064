import { rangeTableKind } from '../../analyze/tree/codes.js'
import { locationOf } from '../../analyze/tree/location-of.js'
import type { Expression, QueryNode } from '../../resolve/index.js'

/**
 * The byte at which an output column is computed, below the subqueries that only pass it on; null when no expression
 * computes it, or when the tree does not say where.
 */
export function computedAt(query: QueryNode, column: string): number | null {
  const target = query.targetList.find(({ resjunk, resname }) => !resjunk && resname === column)
  return query.setOperations === null && target?.expr ? below(target.expr, query) : null
}

function below(expr: Expression, query: QueryNode): number | null {
  if (expr.kind !== 'VAR' || expr.varlevelsup > 0) return locationOf(expr)
  const entry = query.rtable[expr.varno - 1]
  if (entry?.rtekind === rangeTableKind.join || entry?.rtekind === rangeTableKind.group) {
    const named = entry.rtekind === rangeTableKind.join ? entry.joinaliasvars : entry.groupexprs
    const meant = named[expr.varattno - 1]
    return meant ? below(meant, query) : null
  }
  const { subquery } = entry ?? {}
  if (!subquery) return null
  const name = subquery.targetList.find(({ resno }) => resno === expr.varattno)?.resname
  return name == null ? null : computedAt(subquery, name)
}
