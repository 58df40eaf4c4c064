import { createType } from '../../model/create/create-type.js'
import type { LiveCatalog, LiveFunction } from '../../model/live-catalog.js'
import type { RelationName } from '../../model/relation-name.js'
import { typeKey } from '../../model/upstream-type.js'

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

/** A type or collation by the key under which a project knows it. */
export interface ReplayType {
  readonly key: string
  readonly schema: string
  /** What creates it. */
  readonly statement: string
}

/** What has to stand in a Postgres so that it can say in its own words what some views are. */
export interface ReplayWorld {
  /** Each after those that it is made of. */
  readonly types: readonly ReplayType[]
  readonly functions: readonly LiveFunction[]
  readonly tables: readonly ReplayTable[]
  /** In any order. */
  readonly views: readonly ReplayView[]
}

/**
 * The world of a live database. A column whose type does not come with Postgres is left out unless a view needs it:
 * upstream tables are full of columns that are no concern of the project.
 */
export const worldOfLive = ({ types, relations, functions }: LiveCatalog): ReplayWorld => ({
  types: types.map((type) => ({ key: typeKey(type), schema: type.schema, statement: createType(type) })),
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
