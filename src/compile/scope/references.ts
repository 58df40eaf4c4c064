import { ColumnNode, type OperationNode, ReferenceNode, SelectQueryNode } from 'kysely'
import { closest } from '../closest.js'
import { atNode, type DiagnosticCollector, type Origin } from '../context.js'
import { columnRef, tableName } from '../nodes/build.js'
import { mapNode } from '../nodes/walk.js'
import { findTable, type Scope, type Table } from './scope.js'

/** How references are resolved. */
export interface ReferenceRules {
  readonly diagnostics: DiagnosticCollector
  readonly origin: Origin
  /** A query inside the expression. */
  readonly subquery: (node: SelectQueryNode, outer: Scope) => OperationNode
  /** Bare names that stay unchanged, because they mean columns of the SELECT list. */
  readonly outputs?: ReadonlySet<string>
}

/** Reports a column that does not exist in scope, with the closest name that does. */
export function reportUnknown(
  diagnostics: DiagnosticCollector,
  origin: Origin,
  name: string,
  known: readonly string[],
): void {
  const near = closest(name, known)
  diagnostics.add(
    { ...origin, named: name.split('.').at(-1) ?? name },
    'FS152',
    `column "${name}" does not exist in what "${origin.relation}" reads`,
    near
      ? `Did you mean "${near}"?`
      : `Columns there: ${[...new Set(known)].toSorted().join(', ') || 'none'}.`,
  )
}

/** Whether a name in FROM is not an input. */
const isMissing = ({ columns, isOpaque, declaration, aggregate }: Table): boolean =>
  columns === undefined && !isOpaque && !declaration && !aggregate

/** A column of a table as it is written in SQL. */
const written = ({ alias, visit }: Table, column: string): OperationNode =>
  visit?.keys.get(column) ?? columnRef(visit?.name ?? alias, column)

/**
 * Writes every column reference of an expression as `table.column`, and reports those that cannot be resolved. A bare
 * name whose table only Postgres knows is left unchanged.
 */
export function resolveReferences<N extends OperationNode>(node: N, scope: Scope, rules: ReferenceRules): N {
  const { diagnostics, origin } = rules
  const replace = (inner: OperationNode): OperationNode | undefined => {
    if (SelectQueryNode.is(inner)) return rules.subquery(inner, scope)
    return ReferenceNode.is(inner) ? reference(inner) : undefined
  }

  const reference = (ref: ReferenceNode): OperationNode => {
    const table = ref.table && tableName(ref.table)
    const column = ColumnNode.is(ref.column) ? ref.column.column.name : undefined
    if (table === undefined && column !== undefined && rules.outputs?.has(column)) return ref
    const found = findTable(scope, table, column)
    switch (found.kind) {
      case 'uncertain':
        return ref
      case 'no table':
        // A missing table was reported where it is read.
        if (scope.tables.some(isMissing)) return ref
        diagnostics.add(
          atNode(origin, ref, column),
          'FS167',
          `"${table}" is not among the inputs that this query reads`,
          `Inputs in scope: ${found.known.join(', ') || 'none'}.`,
        )
        return ref
      case 'ambiguous': {
        const hint = `Write it as ${found.known.map((alias) => `"${alias}.${column}"`).join(' or ')}.`
        diagnostics.add(
          atNode(origin, ref, column),
          'FS166',
          `column "${column}" is in more than one input`,
          hint,
        )
        return ref
      }
      case 'no column':
        reportUnknown(
          diagnostics,
          atNode(origin, ref),
          table === undefined ? `${column}` : `${table}.${column}`,
          found.known,
        )
        return ref
      case 'found':
        return column === undefined ? ref : written(found.table, column)
    }
  }
  return (replace(node) ?? mapNode(node, replace)) as N
}
