import type { OidNames } from '../../../model/oid-names.js'
import type { AnyNode, QueryNode, QueryScope, Written, WrittenTree } from '../../../pgtree/index.js'

/**
 * Writes the parts of a query so that two texts are equal exactly when nothing but names and places tells them apart:
 * every variable is replaced by what it stands for, down to the columns of relations.
 */
export interface Outliner {
  readonly tree: WrittenTree
  readonly names: OidNames
  /** Recursive WITH queries that are being written. */
  readonly unfinished: Set<QueryNode>
  /** Of an output column, by its number from 1. */
  column(scope: QueryScope, number: number): string
  /** Of what decides which rows there are. */
  rows(scope: QueryScope): string
  /** Of both. */
  whole(scope: QueryScope): string
  /** A value of a field, its variables replaced; empty for a field that is not there. */
  text(value: Written | undefined, scope: QueryScope): string
  /** A node field by field, whatever its kind. */
  plain(node: AnyNode, scope: QueryScope): string
}
