import {
  AggregateFunctionNode,
  ColumnNode,
  type OperationNode,
  FunctionNode,
  RawNode,
  ReferenceNode,
  SelectQueryNode,
} from 'kysely'
import type { DiagnosticCollector, Origin } from './context.js'
import { fragmentOf } from './facts/raw-fragment.js'
import { tableName } from './nodes/build.js'
import { children, walk } from './nodes/walk.js'
import { reportUnknown } from './scope/references.js'

/** What an expression over a row may contain. */
export interface RowExpression {
  /** Columns of the row; undefined when its inputs have errors. */
  readonly columns: readonly string[] | undefined
  /** Whether it is a column of an aggregate. */
  readonly aggregates: boolean
}

/** Reports errors in a column that is computed from a row: unknown names, and nodes that no column can contain. */
export function checkExpression(
  root: OperationNode,
  { columns, aggregates }: RowExpression,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  walk(root, (node) => {
    if (SelectQueryNode.is(node)) {
      diagnostics.add(
        origin,
        'FS156',
        `column "${origin.column ?? ''}" contains a subquery`,
        'A column is computed from its row: join what it needs in the query itself.',
      )
    }
    if (AggregateFunctionNode.is(node) && !node.over && !aggregates) {
      diagnostics.add(
        origin,
        'FS177',
        `column "${origin.column ?? ''}" calls ${node.func}(), which aggregates rows`,
        'Declare it with aggregate(…) or in a query with groupBy, and read the result as a column.',
      )
    }
    if (!columns || !ReferenceNode.is(node) || !ColumnNode.is(node.column)) return
    const { name } = node.column.column
    if (!columns.includes(name)) reportUnknown(diagnostics, origin, name, columns)
  })
}

/**
 * Reports a column that an aggregate reads outside of an aggregate function: it is undefined which row's value it
 * means.
 *
 * @param around name of a row around the aggregate, whose columns have one value.
 */
export function reportUngrouped(
  root: OperationNode,
  origin: Origin,
  diagnostics: DiagnosticCollector,
  around?: string,
): void {
  if (ReferenceNode.is(root) && ColumnNode.is(root.column)) {
    if (around !== undefined && root.table && tableName(root.table) === around) return
    const { name } = root.column.column
    diagnostics.add(
      origin,
      'FS177',
      `column "${origin.column ?? ''}" reads "${name}" outside of an aggregate function`,
      'Aggregate it, such as with maxWhere; what is computed from the key belongs in the query that joins it.',
    )
  }
  if (AggregateFunctionNode.is(root) || FunctionNode.is(root) || RawNode.is(root)) return
  for (const child of children(root)) reportUngrouped(child, origin, diagnostics, around)
}

/**
 * Reports raw text that would change the SQL around it.
 *
 * @param at the place of the node, made only for a report.
 */
export function reportRawText(
  node: RawNode,
  at: (node: OperationNode) => Origin,
  diagnostics: DiagnosticCollector,
): void {
  const { diagnostic } = fragmentOf(node)
  if (diagnostic === undefined) return
  const origin = at(node)
  diagnostics.add(
    origin,
    'FS179',
    `"${origin.relation}" has raw SQL with ${diagnostic}: ${shorten(node.sqlFragments.join('…'))}`,
    'Close what is open, so that the fragment is one complete expression, and write values with ${…}.',
  )
}

const LONGEST = 60

const shorten = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('\0', '\\0')
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
