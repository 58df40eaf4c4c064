import {
  type Expression,
  locationOf,
  type QueryNode,
  rangeTableKind,
  type TargetEntry,
} from '../../pgtree/index.js'
import type { Around } from './name-column.js'

/** An entry of a select list on the way of an output column, with the queries around it. */
export interface TargetStation {
  readonly target: TargetEntry
  readonly around: Around
}

/** The entries of select lists that pass an output column on, the last being the one that computes it. */
export function targetPath(query: QueryNode, column: string, outer: Around = []): readonly TargetStation[] {
  const around = [query, ...outer]
  const target = query.targetList.find(({ resjunk, resname }) => !resjunk && resname === column)
  if (!target) return []
  const read = query.setOperations === null && target.expr ? subqueryColumn(target.expr, query) : undefined
  return [{ target, around }, ...(read ? targetPath(read.subquery, read.column, around) : [])]
}

/** The column of a subquery that an expression is, if it is nothing more. */
function subqueryColumn(
  expr: Expression,
  query: QueryNode,
): { readonly subquery: QueryNode; readonly column: string } | undefined {
  if (expr.kind !== 'VAR' || expr.varlevelsup > 0) return undefined
  const entry = query.rtable[expr.varno - 1]
  if (entry?.rtekind === rangeTableKind.join || entry?.rtekind === rangeTableKind.group) {
    const named = entry.rtekind === rangeTableKind.join ? entry.joinaliasvars : entry.groupexprs
    const meant = named[expr.varattno - 1]
    return meant && subqueryColumn(meant, query)
  }
  const subquery = entry?.subquery
  const column = subquery?.targetList.find(({ resno }) => resno === expr.varattno)?.resname
  return subquery && typeof column === 'string' ? { subquery, column } : undefined
}

/** The byte at which an output column is computed; null when the tree does not say where, or it is only passed on. */
export function computedAt(query: QueryNode, column: string): number | null {
  const last = targetPath(query, column).at(-1)
  const expr = last?.target.expr
  return expr && expr.kind !== 'VAR' ? locationOf(expr) : null
}
