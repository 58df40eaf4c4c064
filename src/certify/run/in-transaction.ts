import type { Session } from '../../postgres/session.js'
import { commitDiagnostic } from './database-diagnostic.js'

/**
 * Runs some work in a transaction of its own. Without one, each statement commits by itself: a server that has lost its
 * client finishes the statement and commits. With one, only we commit, so a lost connection has written nothing.
 *
 * The gates must see what is deployed in the meantime, so the isolation level is not left to the session's default.
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

/** The same for work that only reads: all of it sees one snapshot of the database. */
export async function inSnapshot<T>(session: Session, work: () => Promise<T>): Promise<T> {
  // Objects in the caller's search path must not shadow those that the queries mean.
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
    // Report the first error. A lost connection rolls back by itself.
    await session.exec('ROLLBACK').catch(() => undefined)
    throw error
  }
}
