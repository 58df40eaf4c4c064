import { AliasNode, type OperationNode, SelectQueryNode, TableNode } from 'kysely'
import { type Origin, splitName } from '../context.js'
import type { Lowering } from './lowering.js'
import { aliased, tableName } from './nodes.js'
import type { Scope, Table } from './scope.js'

/** A FROM item of the SQL text: a relation of the database by its name, a layer as a subquery. */
export function tableItem(
  item: OperationNode,
  table: Table,
  scope: Scope,
  resolve: (node: OperationNode) => OperationNode,
  origin: Origin,
  lowering: Lowering,
): OperationNode {
  const { declaration, alias } = table
  if (declaration?.kind === 'layer')
    return aliased(lowering.query(declaration, { wanted: table.used }), alias)
  if (declaration?.kind === 'source' || declaration?.kind === 'view') {
    lowering.reads.add(declaration)
    const { schema, name } = splitName(declaration.name)
    const node = TableNode.createWithSchema(schema, name)
    return name === alias ? node : aliased(node, alias)
  }
  if (declaration?.kind === 'aggregate') {
    lowering.faults.add(
      origin,
      'FS157',
      `aggregate "${alias}" is not joined by its whole key`,
      `Use innerJoin on ${declaration.by.map((key) => `"${alias}.${key}"`).join(' and ')}, each equal to an expression, and nothing else.`,
    )
    return item
  }
  const inner = AliasNode.is(item) ? item.node : item
  if (TableNode.is(inner)) {
    const name = tableName(inner)
    if (!scope.environment.ctes.has(name) && !Object.hasOwn(scope.environment.inputs, name)) {
      const known = Object.keys(scope.environment.inputs).join(', ')
      lowering.faults.add(
        origin,
        'FS167',
        `"${name}" is not an input of "${origin.relation}"`,
        `Its inputs: ${known || 'none'}.`,
      )
    }
    return item
  }
  if (!AliasNode.is(item) || !SelectQueryNode.is(inner)) return resolve(item)
  return AliasNode.create(lowering.subquery(inner, scope, origin), item.alias)
}
