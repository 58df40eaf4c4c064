import type { SelectQueryNode } from 'kysely'
import type { QueryDeclaration, SourceDeclaration } from '../../declare/relation.js'
import type { DiagnosticCollector, Origin } from '../context.js'
import type { OutputsOf } from '../scope/outputs.js'
import type { Scope } from '../scope/scope.js'

/**
 * Role of a query: a declaration's own, one in FROM or WITH, or one inside an expression, where names do not matter.
 */
export type Use = 'relation' | 'table' | 'expression'

/** What the parts of lowering share. They call each other through it, because queries contain queries. */
export interface Lowering {
  readonly diagnostics: DiagnosticCollector
  readonly outputsOf: OutputsOf
  /** Relations of the database that are read. */
  readonly reads: Set<SourceDeclaration | QueryDeclaration>
  /** A layer or view as one SELECT. */
  readonly query: (declaration: QueryDeclaration) => SelectQueryNode
  /** A layer that the view around computes once: the name of its WITH query. */
  readonly computedOnce: (declaration: QueryDeclaration) => string
  /** Notes that a rewrite was not made, and why. */
  readonly declined: (rewrite: string, why: string) => void
  /** A query inside an expression, a FROM clause or a set operation. */
  readonly subquery: (node: SelectQueryNode, outer: Scope, origin: Origin, use?: Use) => SelectQueryNode
}
