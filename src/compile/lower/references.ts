import { ColumnNode, type OperationNode, ReferenceNode, SelectQueryNode } from 'kysely'
import { closest } from '../closest.js'
import type { Faults, Origin } from '../context.js'
import { mapNode } from './map-node.js'
import { columnRef, tableName } from './nodes.js'
import { findTable, type Scope } from './scope.js'

type LowerSubquery = (node: SelectQueryNode, outer: Scope) => SelectQueryNode

/** Reports a name that nothing in scope has, with the nearest one that is there. */
export function reportUnknown(faults: Faults, origin: Origin, name: string, known: readonly string[]): void {
  const near = closest(name, known)
  faults.add(
    origin,
    'FS152',
    `column "${name}" does not exist in what "${origin.relation}" reads`,
    near
      ? `Did you mean "${near}"?`
      : `Columns there: ${[...new Set(known)].toSorted().join(', ') || 'none'}.`,
  )
}

/** Rewrites every column reference of an expression to `table.column` of the SQL text, and marks what it uses. */
export function resolveReferences<N extends OperationNode>(
  node: N,
  scope: Scope,
  faults: Faults,
  origin: Origin,
  lowerSubquery: LowerSubquery,
): N {
  const resolve = (inner: OperationNode): OperationNode => replace(inner) ?? mapNode(inner, replace)

  const replace = (inner: OperationNode): OperationNode | undefined => {
    if (SelectQueryNode.is(inner)) return lowerSubquery(inner, scope)
    return ReferenceNode.is(inner) ? reference(inner) : undefined
  }

  const reference = (ref: ReferenceNode): OperationNode => {
    const table = ref.table && tableName(ref.table)
    const column = ColumnNode.is(ref.column) ? ref.column.column.name : undefined
    const found = findTable(scope, table, column)
    if (found.kind === 'no table') {
      faults.add(
        origin,
        'FS167',
        `"${table}" is not among the inputs that this query reads`,
        `Inputs in scope: ${found.known.join(', ') || 'none'}.`,
      )
      return ref
    }
    if (found.kind === 'ambiguous') {
      const hint = `Write it as ${found.known.map((alias) => `"${alias}.${column}"`).join(' or ')}.`
      faults.add(origin, 'FS166', `column "${column}" is in more than one input`, hint)
      return ref
    }
    if (found.kind !== 'found') {
      reportUnknown(faults, origin, table === undefined ? `${column}` : `${table}.${column}`, found.known)
      return ref
    }
    const target = found.table
    if (column === undefined) {
      for (const output of target.columns ?? []) target.used.add(output.name)
      return ref
    }
    // A key of an aggregate equals the outer expression it was joined by, so that is what stands for it.
    const key = target.aggregate?.keys.get(column)
    if (key) return resolve(key)
    target.used.add(column)
    return columnRef(target.target, column)
  }

  return resolve(node) as N
}
