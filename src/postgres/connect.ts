import pg from 'pg'
import { ClientSession } from './client-session.js'
import { connectDiagnostic } from './connect-diagnostic.js'
import { diagnosticError } from '../model/diagnostic.js'
import { reasonOf } from '../model/error-code.js'
import type { Session } from './session.js'

/** A query can take minutes in which nothing is sent; that the server is gone is then only found out by asking. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 }

/** A client that has not connected yet; a fault when the settings do not even make sense. */
export function makeClient(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client({ fallback_application_name: 'fusion-store', ...keepAlive, ...config })
  } catch (error) {
    const hint =
      'It looks like postgresql://user:password@host:5432/database?sslmode=require; encode special characters.'
    throw diagnosticError('FS503', `The connection settings cannot be used: ${reasonOf(error)}.`, hint, error)
  }
}

/** A session with a server, or a `DiagnosticError` that says why there is none. */
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
