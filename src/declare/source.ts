import { callSite } from './call-site.js'
import type { Relation, SourceColumnDeclaration } from './relation.js'

/** Value type of a source column, for inference only. */
declare const valueType: unique symbol

/** A column of an upstream table. */
export interface SourceColumn<T> extends SourceColumnDeclaration {
  readonly [valueType]?: T
}

/** jsonb of an upstream table: untrusted, so only the JSON helpers accept it. */
export interface Json {
  readonly json: unique symbol
}

/** Columns of an upstream table by name. */
export type SourceColumns = Readonly<Record<string, SourceColumn<unknown>>>

/** Row type of the columns of an upstream table. */
export type SourceRow<C extends SourceColumns> = {
  [K in keyof C]: C[K] extends { readonly [valueType]?: infer T } ? Exclude<T, undefined> : never
}

/** What is declared of an upstream table besides its name and comment. */
export interface SourceSettings<C extends SourceColumns> {
  /** Columns that identify a row. */
  readonly key: readonly (keyof C & string)[]
  readonly columns: C
  /**
   * The column that says when a row, as it is, was recorded; a change of the row is recorded too. It has a date or time
   * type and is compared with the T0 of a certification. A row in which it is NULL counts as never recorded.
   */
  readonly knownAt?: keyof C & string
  /** Why rows may be read whenever they were recorded: `Country codes; a row never changes its meaning.` */
  readonly timeless?: string
}

/**
 * An upstream table that the store reads and never writes. Only the columns that the store needs are listed; the real
 * table may have more, and a view or a foreign table may stand in its place.
 *
 * Gate P proves that features see no rows that were recorded after their T0. It needs `knownAt`, or the reason why the
 * table is `timeless`; at most one of the two.
 *
 * @param name `schema.table`, as it is in the database, unquoted.
 */
export function source<C extends SourceColumns>(
  name: string,
  comment: string,
  { key, columns, knownAt, timeless }: SourceSettings<C>,
): Relation<SourceRow<C>> {
  return {
    declaration: {
      kind: 'source',
      name,
      comment,
      key,
      columns,
      ...(knownAt !== undefined && { knownAt }),
      ...(timeless !== undefined && { timeless }),
      site: callSite(source),
    },
  }
}

/** A column of any SQL type that is never NULL; `T` is its type in Kysely. */
export const sqlType = <T>(type: string, comment: string): SourceColumn<T> => ({
  type,
  nullable: false,
  comment,
})

export const integer = (comment: string): SourceColumn<number> => sqlType('integer', comment)
/** int8; a string, as `pg` reads it, because a JavaScript number would lose digits. */
export const bigint = (comment: string): SourceColumn<string> => sqlType('bigint', comment)
export const double = (comment: string): SourceColumn<number> => sqlType('double precision', comment)
/** numeric; a string, as `pg` reads it. */
export const numeric = (comment: string): SourceColumn<string> => sqlType('numeric', comment)
export const text = (comment: string): SourceColumn<string> => sqlType('text', comment)
export const boolean = (comment: string): SourceColumn<boolean> => sqlType('boolean', comment)
export const jsonb = (comment: string): SourceColumn<Json> => sqlType('jsonb', comment)
export const date = (comment: string): SourceColumn<Date> => sqlType('date', comment)
export const timestamptz = (comment: string): SourceColumn<Date> =>
  sqlType('timestamp with time zone', comment)

/** The same column, but nullable. */
export const nullable = <T>(column: SourceColumn<T>): SourceColumn<T | null> => ({
  ...column,
  nullable: true,
})
