import type { Session } from '../../postgres/session.js'
import { commitDiagnostic } from './database-diagnostic.js'

/**
 * Works in a transaction of its own. Not left to the server, one a statement: a server that has lost its client goes on
 * and commits, while this one cannot be committed by anybody but us. So a connection that breaks has written nothing.
 *
 * The gates have to see what others deploy meanwhile, so their isolation is not left to the session's default.
 */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.exec('BEGIN ISOLATION LEVEL READ COMMITTED')
  const result = await rolledBackOnError(session, work)
  try {
    await session.exec('COMMIT')
  } catch (error) {
    throw commitDiagnostic(error)
  }
  return result
}

/** The same for what only reads: all of it sees one moment of the database. */
export async function inSnapshot<T>(session: Session, work: () => Promise<T>): Promise<T> {
  // What somebody has put into the search path must not stand in for what the queries mean.
  await session.exec(
    'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp',
  )
  const result = await rolledBackOnError(session, work)
  await session.exec('ROLLBACK')
  return result
}

async function rolledBackOnError<T>(session: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // The first error is the one to tell; a connection that is gone rolls back by itself.
    await session.exec('ROLLBACK').catch(() => undefined)
    throw error
  }
}
