import type { OperationNode, SelectQueryNode } from 'kysely'
import type { QueryDeclaration, SourceDeclaration } from '../../declare/relation.js'
import type { Faults, Origin } from '../context.js'
import type { OutputsOf } from './outputs.js'
import type { Scope } from './scope.js'

export interface QueryOptions {
  /** Columns that the reader uses; all of them when absent. */
  readonly wanted?: ReadonlySet<string>
  /** Columns that must equal an expression of the query around: only those rows are visited. */
  readonly correlation?: ReadonlyMap<string, OperationNode>
  /** Whether computed columns are to be kept in place. */
  readonly fence?: boolean
}

/** What the parts of lowering share: they call each other through it, as queries hold queries. */
export interface Lowering {
  readonly faults: Faults
  readonly outputsOf: OutputsOf
  /** Layers that were nested into something, and so are known to be sound. */
  readonly lowered: Set<QueryDeclaration>
  /** Relations of the database that were read so far. */
  readonly reads: Set<SourceDeclaration | QueryDeclaration>
  query(declaration: QueryDeclaration, options: QueryOptions): SelectQueryNode
  subquery(node: SelectQueryNode, outer: Scope | undefined, origin: Origin): SelectQueryNode
}
