import type pg from 'pg'
import { makeClient } from './connect.js'
import { connectDiagnostic } from './connect-diagnostic.js'

/** A connected client, for what reads with the driver itself. @throws DiagnosticError if that fails. */
export async function connectClient(config: pg.ClientConfig): Promise<pg.Client> {
  const client = makeClient(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw connectDiagnostic(error, client)
  }
}
