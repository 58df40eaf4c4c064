import {
  AggregateFunctionNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  RawNode,
  ReferenceNode,
  type SelectionNode,
  TableNode,
} from 'kysely'
import type { AggregateDeclaration, Declaration } from '../../declare/relation.js'
import { splitName } from '../context.js'
import { fragmentOf, mentionsRow } from '../facts/raw-fragment.js'
import { columnRef, selection, tableName } from '../nodes/build.js'
import { freshName } from '../nodes/fresh-name.js'
import { withMark } from '../nodes/mark.js'
import { mapNode, some } from '../nodes/walk.js'
import type { Lowering } from './lowering.js'
import { mentionsWholeRow } from './mentions.js'
import { relationItem } from './table-item.js'

/** The name of the row in expressions over one relation. */
export const ROW = 'row'

/** The rows that an aggregate reads, as a FROM item. */
export function aggregatedRows(
  of: Declaration,
  columns: readonly AggregateDeclaration[],
  taken: ReadonlySet<string>,
  lowering: Lowering,
): { readonly item: OperationNode; readonly alias: string } {
  const nodes = columns.flatMap((declaration) => Object.values(declaration.columns).map(({ node }) => node))
  const alias = rowName(nodes, splitName(of.name).name, taken)
  const isWhole = nodes.some((node) => mentionsWholeRow(node, ROW) || mentionsWholeRow(node, alias))
  return { item: relationItem(of, alias, isWhole, lowering), alias }
}

/**
 * The name of the row in FROM: the one that raw text uses, if it uses one; otherwise a name that does not occur in the
 * text, which must not depend on names of the compiler.
 *
 * @param taken names that mean something else there.
 */
export function rowName(nodes: readonly OperationNode[], wanted: string, taken: ReadonlySet<string>): string {
  const isMentioned = (name: string): boolean =>
    nodes.some((node) =>
      some(node, (child) => RawNode.is(child) && mentionsRow(fragmentOf(child), name, true)),
    )
  if (isMentioned(ROW) && !taken.has(ROW)) return ROW
  const avoided = new Set(taken)
  let name = freshName(wanted, avoided)
  while (isMentioned(name)) name = freshName(wanted, avoided.add(name))
  return name
}

/** The columns of an aggregate over the FROM item with the given name. */
export const aggregateSelections = (declaration: AggregateDeclaration, alias: string): SelectionNode[] =>
  Object.entries(declaration.columns).map(([name, { node, site }]) =>
    withMark(selection(overRow(node, alias), name), { declaration, column: name, site }),
  )

/** An expression over a row, with its references pointing to the table of the row. */
export function overRow(node: OperationNode, alias: string): OperationNode {
  const replace = (child: OperationNode): OperationNode | undefined => {
    if (ReferenceNode.is(child) && ColumnNode.is(child.column))
      return columnRef(alias, child.column.column.name)
    if (ReferenceNode.is(child) && child.table && tableName(child.table) === ROW)
      return { ...child, table: TableNode.create(alias) } as ReferenceNode
    return TableNode.is(child) && tableName(child) === ROW ? IdentifierNode.create(alias) : undefined
  }
  return replace(node) ?? mapNode(node, replace)
}

/**
 * Whether Postgres might treat a SELECT of the columns as one without aggregates, with one output row per input row.
 */
export const isPlainSelect = (declarations: readonly AggregateDeclaration[]): boolean =>
  !declarations.some(({ columns }) =>
    Object.values(columns).some(({ node }) =>
      some(node, (child) => AggregateFunctionNode.is(child) && child.over === undefined),
    ),
  )
