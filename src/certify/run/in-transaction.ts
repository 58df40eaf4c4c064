import type { Session } from '../../postgres/session.js'
import { commitDiagnostic } from './database-diagnostic.js'

/**
 * Runs work in a transaction. Without one, each statement commits by itself, so a server that has lost its client would
 * finish the statement and commit. With one, a lost connection writes nothing.
 *
 * The gates must see concurrent deployments, so the isolation level is set explicitly.
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

/** Runs read-only work in one snapshot of the database. */
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
