import { CommonTableExpressionNameNode, type OperationNode, type SelectQueryNode, TableNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { type DiagnosticCollector, originOf } from '../context.js'
import { tableName } from '../nodes/build.js'
import { some } from '../nodes/walk.js'

/** Name of the WITH query of a layer that a view computes once. */
export const onceName = ({ name }: QueryDeclaration): string => `${name}_once`

/**
 * A SELECT with the layers that it computes once.
 *
 * @param once each after those that it reads itself.
 */
export function withComputedOnce(
  node: SelectQueryNode,
  once: ReadonlyMap<QueryDeclaration, SelectQueryNode>,
): SelectQueryNode {
  if (once.size === 0) return node
  const made = [...once].map(([layer, expression]) => ({
    kind: 'CommonTableExpressionNode' as const,
    name: CommonTableExpressionNameNode.create(onceName(layer)),
    materialized: true,
    expression,
  }))
  return {
    ...node,
    with: {
      kind: 'WithNode',
      ...node.with,
      expressions: [...made, ...(node.with?.expressions ?? [])],
    },
  }
}

/** A WITH query of the user with the same name would be read in place of the layer. */
export function reportTakenNames(
  declaration: QueryDeclaration,
  node: SelectQueryNode,
  once: ReadonlyMap<QueryDeclaration, SelectQueryNode>,
  diagnostics: DiagnosticCollector,
): void {
  const isNamed = (name: string) => (one: OperationNode) =>
    CommonTableExpressionNameNode.is(one) && TableNode.is(one.table) && tableName(one.table) === name
  for (const layer of once.keys()) {
    const name = onceName(layer)
    if (![node, ...once.values()].some((query) => some(query, isNamed(name)))) continue
    diagnostics.add(
      originOf(declaration),
      'FS151',
      `"${declaration.name}" has a WITH query named "${name}", the name under which it computes the layer "${layer.name}" once`,
      'Rename the WITH query.',
    )
  }
}
