import pg from 'pg'
import { ClientSession } from './client-session.js'
import { connectDiagnostic } from './connect-diagnostic.js'
import { diagnosticError } from '../model/diagnostic.js'
import { reasonOf } from '../model/error-code.js'
import type { Session } from './session.js'

/** A query can take minutes without traffic. Keepalive detects a lost server during that time. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 }

/** Creates a client that is not connected yet. @throws DiagnosticError FS503 for invalid settings. */
export function makeClient(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client({ fallback_application_name: 'fusion-store', ...keepAlive, ...config })
  } catch (error) {
    const hint =
      'Use the form postgresql://user:password@host:5432/database?sslmode=require and encode special characters.'
    throw diagnosticError('FS503', `The connection settings are invalid: ${reasonOf(error)}.`, hint, error)
  }
}

/** Opens a session with a server. @throws DiagnosticError if that fails. */
export async function connectTo(config: pg.ClientConfig): Promise<Session> {
  const client = makeClient(config)
  const session = new ClientSession(client)
  try {
    await client.connect()
    return session
  } catch (error) {
    await session.close().catch(() => undefined)
    throw connectDiagnostic(error, client)
  }
}
