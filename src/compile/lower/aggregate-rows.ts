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

/** The name by which expressions over one relation call its row. */
export const ROW = 'row'

/** The rows that an aggregate is of, as a FROM item. */
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
 * What the row is called in FROM: what raw text may call it, if it does, and otherwise a name that the text does not
 * have in it, as the compiler's names are nobody's to use.
 *
 * @param taken names that mean something else there.
 */
export function rowName(nodes: readonly OperationNode[], wanted: string, taken: ReadonlySet<string>): string {
  const isSaid = (name: string): boolean =>
    nodes.some((node) =>
      some(node, (child) => RawNode.is(child) && mentionsRow(fragmentOf(child), name, true)),
    )
  if (isSaid(ROW) && !taken.has(ROW)) return ROW
  const avoided = new Set(taken)
  let name = freshName(wanted, avoided)
  while (isSaid(name)) name = freshName(wanted, avoided.add(name))
  return name
}

/** The columns of an aggregate over the rows that stand in FROM under a name. */
export const aggregateSelections = (declaration: AggregateDeclaration, alias: string): SelectionNode[] =>
  Object.entries(declaration.columns).map(([name, { node, site }]) =>
    withMark(selection(overRow(node, alias), name), { declaration, column: name, site }),
  )

/** An expression over a row, with its references pointed at the table that the row is of. */
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

/** Whether Postgres might take a SELECT of the columns for one without aggregates, of as many rows as there are. */
export const isPlainSelect = (declarations: readonly AggregateDeclaration[]): boolean =>
  !declarations.some(({ columns }) =>
    Object.values(columns).some(({ node }) =>
      some(node, (child) => AggregateFunctionNode.is(child) && child.over === undefined),
    ),
  )
