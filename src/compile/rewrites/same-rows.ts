import {
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  AliasNode,
  IdentifierNode,
} from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { tableName } from '../nodes/build.js'
import type { Rewrite } from './rewrite.js'

/** A declaration's query, and how to lower the one layer that it reads. */
export interface SameRows {
  readonly declaration: QueryDeclaration
  readonly lower: (layer: QueryDeclaration) => SelectQueryNode
}

/**
 * Before: `SELECT l.* FROM (layer) AS l`. After: the layer's own SELECT. A layer that only adds columns begins like
 * this, and each would add a level of nesting.
 */
export const sameRows: Rewrite<SameRows, SelectQueryNode> = {
  name: 'same-rows',
  whyNot: ({ declaration }) => {
    const { query, inputs } = declaration
    if (!query) return 'it has no query'
    const { kind: _, from, selections, ...rest } = query
    if (Object.values(rest).some((clause) => clause !== undefined)) return 'the query has another clause'
    const name = onlyInput(query)
    const input = name !== undefined && Object.hasOwn(inputs, name) ? inputs[name] : undefined
    if (input?.kind !== 'layer') return 'it does not read one layer'
    const isStar =
      selections?.length === 1 && selections[0] && isStarOf(selections[0].selection, aliasOf(from?.froms[0]))
    return isStar ? undefined : 'it does not select all columns'
  },
  apply: ({ declaration: { query, inputs }, lower }) =>
    lower(inputs[(query && onlyInput(query)) ?? ''] as QueryDeclaration),
}

const onlyInput = ({ from }: SelectQueryNode): string | undefined => {
  const [item, ...others] = from?.froms ?? []
  const table = item && AliasNode.is(item) ? item.node : item
  return table && TableNode.is(table) && others.length === 0 ? tableName(table) : undefined
}

const aliasOf = (item: OperationNode | undefined): string | undefined => {
  if (item && AliasNode.is(item)) return IdentifierNode.is(item.alias) ? item.alias.name : undefined
  return item && TableNode.is(item) ? tableName(item) : undefined
}

const isStarOf = (node: OperationNode, alias: string | undefined): boolean =>
  node.kind === 'SelectAllNode' ||
  (ReferenceNode.is(node) &&
    node.column.kind === 'SelectAllNode' &&
    node.table !== undefined &&
    tableName(node.table) === alias)
