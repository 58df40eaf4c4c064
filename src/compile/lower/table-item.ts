import { AliasNode, type OperationNode, SelectQueryNode, TableNode } from 'kysely'
import type { Declaration } from '../../declare/relation.js'
import { atNode, type Origin, splitName } from '../context.js'
import { aliased, columnRef, select, selection, tableName } from '../nodes/build.js'
import type { Scope, Table } from '../scope/scope.js'
import type { Lowering } from './lowering.js'

/**
 * A relation as a FROM item: a layer as a subquery, a table or view of the database by its name.
 *
 * @param isWhole whether its row is read as one value. A table or view is then reduced to the declared columns, because
 *   it may have others, now or later.
 */
export function relationItem(
  declaration: Declaration,
  alias: string,
  isWhole: boolean,
  lowering: Lowering,
): OperationNode {
  if (declaration.kind !== 'source' && declaration.kind !== 'view') {
    if (declaration.kind !== 'layer') return TableNode.create(alias)
    return declaration.materialized
      ? aliased(TableNode.create(lowering.computedOnce(declaration)), alias)
      : aliased(lowering.query(declaration), alias)
  }
  lowering.reads.add(declaration)
  const { schema, name } = splitName(declaration.name)
  const table = TableNode.createWithSchema(schema, name)
  if (!isWhole) return name === alias ? table : aliased(table, alias)
  const columns = (lowering.outputsOf(declaration) ?? []).map((column) =>
    selection(columnRef(name, column.name), column.name),
  )
  return aliased(select({ selections: columns, from: [table] }), alias)
}

/**
 * A FROM item or joined table that is not an aggregate.
 *
 * @param around the scope of a query or function in it.
 */
export function tableItem(
  item: OperationNode,
  table: Table,
  isWhole: boolean,
  around: Scope,
  resolve: (node: OperationNode, scope: Scope) => OperationNode,
  origin: Origin,
  lowering: Lowering,
): OperationNode {
  const { declaration, alias } = table
  if (declaration) return relationItem(declaration, alias, isWhole, lowering)
  const inner = AliasNode.is(item) ? item.node : item
  if (TableNode.is(inner)) {
    reportUnknownTable(tableName(inner), around, atNode(origin, inner), lowering)
    return item
  }
  if (!AliasNode.is(item)) return resolve(item, around)
  const node = SelectQueryNode.is(inner)
    ? lowering.subquery(inner, around, origin, 'table')
    : resolve(inner, around)
  return AliasNode.create(node, item.alias)
}

function reportUnknownTable(name: string, { environment }: Scope, origin: Origin, lowering: Lowering): void {
  const { ctes, inputs } = environment
  // An input that is undefined was reported where it is declared.
  if (ctes.has(name) || inputs.has(name)) return
  lowering.diagnostics.add(
    origin,
    'FS167',
    `"${name}" is not an input of "${origin.relation}"`,
    `Its inputs: ${[...inputs.keys()].join(', ') || 'none'}.`,
  )
}
