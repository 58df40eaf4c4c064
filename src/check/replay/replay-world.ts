import { createType } from '../../model/create/create-type.js'
import type { LiveCatalog, LiveFunction } from '../../model/live-catalog.js'
import type { RelationName } from '../../model/relation-name.js'
import { typeKey } from '../../model/upstream-type.js'

/** A table, as far as queries depend on it. */
export interface ReplayTable extends RelationName {
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    /** As SQL writes it; absent where it does not matter, or is that of the type. */
    readonly collation?: string
  }[]
  readonly key: readonly string[]
}

export interface ReplayView extends RelationName {
  readonly definition: string
  /** `schema.name` of the relations that it reads. */
  readonly reads: readonly string[]
}

/** A type or collation, by its key in the project. */
export interface ReplayType {
  readonly key: string
  readonly schema: string
  /** The statement that creates it. */
  readonly statement: string
}

/** An object that a definition mentions, with the statement that creates it. */
export interface ReplayObject {
  readonly name: string
  readonly schema: string
  readonly statement: string
}

/** The objects that must exist in a Postgres so that it can deparse some views. */
export interface ReplayWorld {
  /** Each after those that it uses. */
  readonly types: readonly ReplayType[]
  readonly functions: readonly LiveFunction[]
  /** Other objects that definitions mention: operators, aggregates and casts. Absent if none are created. */
  readonly others?: readonly ReplayObject[]
  readonly tables: readonly ReplayTable[]
  /** In any order. */
  readonly views: readonly ReplayView[]
}

/**
 * The world of a live database. A column of a type that is not built in is left out unless a view needs it, because
 * upstream tables have many columns that the project does not use.
 */
export const worldOfLive = ({ types, relations, functions }: LiveCatalog): ReplayWorld => ({
  types: types.map((type) => ({ key: typeKey(type), schema: type.schema, statement: createType(type) })),
  functions,
  tables: relations
    .filter(({ definition }) => definition === null)
    .map(({ schema, name, columns, key }) => {
      // Collations do not appear in view definitions.
      const kept = columns
        .filter(({ builtIn, used }) => builtIn || used)
        .map((column) => ({ name: column.name, type: column.type }))
      const names = new Set(kept.map((column) => column.name))
      return { schema, name, columns: kept, key: key.every((column) => names.has(column)) ? key : [] }
    }),
  views: relations.flatMap(({ schema, name, definition, reads }) =>
    definition === null ? [] : [{ schema, name, definition, reads }],
  ),
})
