import type { Server } from './provider.js'

/** Has a server end what one of its backends does, from a second connection: the first one is busy with it. */
export async function cancelBackend(server: Server, pid: number): Promise<void> {
  const session = await server.connect()
  try {
    await session.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid])
  } finally {
    await session.close()
  }
}
