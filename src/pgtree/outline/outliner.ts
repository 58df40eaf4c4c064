import type { OidNames } from '../../model/oid-names.js'
import type { AnyNode, QueryNode } from '../nodes.js'
import type { QueryScope } from '../query-scope.js'
import type { Written, WrittenTree } from '../read-written-tree.js'

/**
 * Prints the parts of a query so that two texts are equal exactly if the parts differ only in aliases and positions.
 * Every variable is replaced by the expression that it refers to, down to the columns of relations.
 */
export interface Outliner {
  readonly tree: WrittenTree
  readonly names: OidNames
  /**
   * Whether a relation, or another item of FROM, occurs more than once in the tree. Its name alone then does not say which
   * occurrence a variable refers to, so each variable is printed with the place of its item.
   */
  readonly isRepeated: boolean
  /** Recursive WITH queries that are being printed. */
  readonly unfinished: Set<QueryNode>
  /** Text of an output column, by its number from 1. */
  column(scope: QueryScope, number: number): string
  /** Text of everything that decides the set of rows. */
  rows(scope: QueryScope): string
  /** Text of both. */
  whole(scope: QueryScope): string
  /** Text of a field with variables replaced; empty if the field is absent. */
  text(value: Written | undefined, scope: QueryScope): string
  /** Text of a node of any kind, field by field. */
  plain(node: AnyNode, scope: QueryScope): string
}
