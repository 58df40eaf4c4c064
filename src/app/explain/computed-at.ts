import {
  type Expression,
  locationOf,
  type QueryNode,
  rangeTableKind,
  type TargetEntry,
} from '../../pgtree/index.js'
import type { Around } from './name-column.js'

/** A select list entry that an output column passes through, with the enclosing queries. */
export interface TargetStation {
  readonly target: TargetEntry
  readonly around: Around
}

/** The select list entries that pass an output column on; the last one computes it. */
export function targetPath(query: QueryNode, column: string, outer: Around = []): readonly TargetStation[] {
  const around = [query, ...outer]
  const target = query.targetList.find(({ resjunk, resname }) => !resjunk && resname === column)
  if (!target) return []
  const read = query.setOperations === null && target.expr ? subqueryColumn(target.expr, query) : undefined
  return [{ target, around }, ...(read ? targetPath(read.subquery, read.column, around) : [])]
}

/** The subquery column that an expression refers to, if it is only a reference. */
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

/** The byte position of the expression of an output column; null if the tree does not have it. */
export function computedAt(query: QueryNode, column: string): number | null {
  const last = targetPath(query, column).at(-1)
  const expr = last?.target.expr
  return expr ? locationOf(expr) : null
}
