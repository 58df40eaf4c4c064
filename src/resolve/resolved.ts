import type { ColumnType } from '../model/analyzed-project.js'
import type { RelationName } from '../model/relation-name.js'
import type { NodeTree } from '../pgtree/index.js'

/** A column as Postgres resolved it. */
export interface ResolvedColumn {
  readonly name: string
  readonly type: ColumnType
  /** Of a table: NOT NULL or part of its key. Always false for a view: its catalog does not say. */
  readonly notNull: boolean
  /** Name as in SQL; absent if it is the default of the type. */
  readonly collation?: string
}

/** A source table that Postgres accepted. */
export interface ResolvedSource extends RelationName {
  readonly columns: readonly ResolvedColumn[]
}

/** A view that Postgres accepted, with its analyzed query. */
export interface ResolvedView extends RelationName {
  readonly columns: readonly ResolvedColumn[]
  readonly tree: NodeTree
  /** `pg_get_viewdef`, with every relation and type qualified that is not built in. */
  readonly viewdef: string
}
