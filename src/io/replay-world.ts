import type { LiveCatalog, LiveFunction } from '../model/live-catalog.js'
import type { RelationName } from '../model/relation-name.js'

/** A table as far as a query over it can tell. */
export interface ReplayTable extends RelationName {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly key: readonly string[]
}

export interface ReplayView extends RelationName {
  readonly definition: string
  /** `schema.name` of what it reads. */
  readonly reads: readonly string[]
}

/** What has to stand in a Postgres so that it can say in its own words what some views are. */
export interface ReplayWorld {
  readonly functions: readonly LiveFunction[]
  readonly tables: readonly ReplayTable[]
  /** In any order. */
  readonly views: readonly ReplayView[]
}

/**
 * The world of a live database. A column whose type does not come with Postgres is left out unless a view needs it:
 * upstream tables are full of columns that are no concern of the project.
 */
export const worldOfLive = ({ relations, functions }: LiveCatalog): ReplayWorld => ({
  functions,
  tables: relations
    .filter(({ definition }) => definition === null)
    .map(({ schema, name, columns, key }) => {
      const kept = columns.filter(({ builtIn, used }) => builtIn || used)
      const names = new Set(kept.map((column) => column.name))
      return { schema, name, columns: kept, key: key.every((column) => names.has(column)) ? key : [] }
    }),
  views: relations.flatMap(({ schema, name, definition, reads }) =>
    definition === null ? [] : [{ schema, name, definition, reads }],
  ),
})
