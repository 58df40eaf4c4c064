/*
 * What is asked of a connection, without the types of `pg` and Kysely: a trainer may have the one or the other, and
 * packages of types are larger than this one.
 */

/** A `Pool` of `pg`. */
export interface PgPool {
  readonly connect: (...args: never[]) => unknown
  readonly totalCount: number
}

/** A `Client` of `pg`, or one of a pool, that is connected and in no transaction. */
export interface PgClient {
  readonly query: (...args: never[]) => unknown
  readonly escapeIdentifier: (text: string) => string
}

/** A `Kysely` instance with the Postgres dialect. */
export interface KyselyInstance {
  readonly connection: () => unknown
  readonly executeQuery: (...args: never[]) => unknown
}

/** Where rows are read. */
export type Connection = PgPool | PgClient | KyselyInstance
