import type { Kysely } from 'kysely'
import type { ReadAs, StoreColumn } from '../store.js'
import type { OpenSession, Parameter, ReadSession } from './session.js'

/** A value as the row types have it, however the driver was set up. */
const conversions = {
  string: String,
  number: Number,
  bigint: (value: unknown): bigint => BigInt(value as string),
}

/** Columns whose values the driver may have made something else of. */
function convertersOf(columns: readonly StoreColumn[], { int8, numeric }: ReadAs) {
  return columns.flatMap(({ name, type }) => {
    const as = type === 'bigint' ? int8 : /^numeric\b/.test(type) ? numeric : undefined
    return as === undefined ? [] : [{ name, as, convert: conversions[as] }]
  })
}

/** Sessions of a Kysely instance over Postgres; its dialect must have a pool or one connection. */
export const ofKysely =
  (db: Pick<Kysely<never>, 'connection'>, columns: readonly StoreColumn[], readAs: ReadAs): OpenSession =>
  async () => {
    const { CompiledQuery } = await import('kysely')
    const converters = convertersOf(columns, readAs)
    let free = (): void => undefined
    const freed = new Promise<void>((resolve) => {
      free = resolve
    })
    const connected = await new Promise<Kysely<never>>((resolve, reject) => {
      // The connection is held until the read is closed.
      db.connection()
        .execute(async (connection) => {
          // Rows have the columns of the database, whatever a plugin would make of them.
          resolve(connection.withoutPlugins() as Kysely<never>)
          await freed
        })
        .catch(reject)
    })
    const session: ReadSession = {
      async rows<R>(sql: string, parameters: readonly Parameter[] = []) {
        const { rows } = await connected.executeQuery(CompiledQuery.raw(sql, [...parameters]))
        for (const row of rows as Record<string, unknown>[])
          for (const { name, as, convert } of converters) {
            const value = row[name]
            if (value !== null && value !== undefined && typeof value !== as) row[name] = convert(value)
          }
        return rows as R[]
      },
      // Kysely has no way to cancel: what runs is waited for.
      cancel: async () => undefined,
      release: free,
    }
    return session
  }
