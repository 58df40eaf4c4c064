import {
  AliasNode,
  IdentifierNode,
  type JoinNode,
  type OperationNode,
  OnNode,
  RawNode,
  type SelectQueryNode,
  TableNode,
} from 'kysely'
import type { AggregateDeclaration, Declaration } from '../../declare/relation.js'
import { ROW } from '../lower/aggregate-rows.js'
import { aliased, columnRef, equal, select, selection, tableName } from '../nodes/build.js'
import { joinKeys } from '../scope/join-keys.js'

/** How the parts of an aggregate are read. */
export interface ReadParts {
  readonly expression: <N extends OperationNode>(node: N) => N
  readonly rows: (of: Declaration) => SelectQueryNode
}

const FALSE = RawNode.createWithSql('false')
const TRUE = RawNode.createWithSql('true')

/**
 * A join of an aggregate: the groups of its rows joined by the key, and for a key without a group one row with what the
 * functions return over no rows.
 */
export function readAggregate(
  join: JoinNode,
  declaration: AggregateDeclaration,
  { expression, rows }: ReadParts,
): JoinNode {
  const { of, by, columns } = declaration
  const alias =
    AliasNode.is(join.table) && IdentifierNode.is(join.table.alias) ? join.table.alias.name : inputName(join)
  if (!of) return join
  const keys = [...joinKeys(join, alias, by)].map(([key, node]) => [key, expression(node)] as const)
  const computed = Object.entries(columns).map(([name, { node }]) => selection(expression(node), name))
  const isFound = keys.map(([key]) => equal(columnRef('found', key), columnRef('asked', key)))
  // Without a FROM of its own, so that the expressions have the same meaning as in the join.
  const asked = aliased(select({ selections: keys.map(([key, node]) => selection(node, key)) }), 'asked')
  const groups = aliased(
    select({
      selections: [...by.map((key) => selection(columnRef(ROW, key), key)), ...computed],
      from: [aliased(rows(of), ROW)],
      groupBy: by.map((key) => columnRef(ROW, key)),
    }),
    'found',
  )
  const columnsOf = (keyTable: string, table: string) => [
    ...keys.map(([key]) => selection(columnRef(keyTable, key), key)),
    ...Object.keys(columns).map((name) => selection(columnRef(table, name), name)),
  ]
  const found = select({ selections: columnsOf('found', 'found'), from: [asked, groups], where: isFound })
  const none = select({ selections: computed, from: [aliased(rows(of), ROW)], where: [FALSE], having: TRUE })
  const isGroup = select({ selections: [selection(TRUE, 'one')], from: [groups], where: isFound })
  const missing = select({
    selections: columnsOf('asked', 'none'),
    from: [asked, aliased(none, 'none')],
    where: [RawNode.create(['not exists ', ''], [isGroup])],
  })
  const both: SelectQueryNode = {
    ...found,
    setOperations: [{ kind: 'SetOperationNode', operator: 'union', all: true, expression: missing }],
  }
  return {
    ...join,
    joinType: 'LateralInnerJoin',
    table: AliasNode.create(both, IdentifierNode.create(alias)),
    ...(join.on && { on: OnNode.create(expression(join.on.on)) }),
  }
}

const inputName = ({ table }: JoinNode): string => (TableNode.is(table) ? tableName(table) : '')
