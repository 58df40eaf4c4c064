import type { PGlite } from '@electric-sql/pglite'
import type { ResolveSession } from '../../../src/resolve/index.js'

/** PGlite as resolving wants it. */
export const sessionOf = (db: PGlite): ResolveSession => ({
  query: async <R>(sql: string) => (await db.query<R>(sql)).rows,
  exec: async (sql) => {
    await db.exec(sql)
  },
})
