import type { Server } from './provider.js'

/** Cancels the query of a backend. Needs a second connection, because the first one is busy. */
export async function cancelBackend(server: Server, pid: number): Promise<void> {
  const session = await server.connect()
  try {
    await session.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid])
  } finally {
    await session.close()
  }
}
