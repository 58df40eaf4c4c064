import type { MeaningSession } from './compare-views.js'

/**
 * Errors of the connection, the server or its other users, and not of the query: connection lost, out of memory or
 * disk, not available, canceled or timed out, a conflict with another transaction, a bug of the server.
 */
const OF_THE_SERVER = /^(08|53|55|57|58|40|XX)/

/** The error of some work, whose effects are then undone; undefined if it succeeds. Errors of the server are thrown. */
export async function attempt(
  session: MeaningSession,
  work: () => Promise<void>,
): Promise<string | undefined> {
  await session.exec('SAVEPOINT fusion_attempt')
  const error = await failureOf(work)
  const undo = error === undefined ? '' : 'ROLLBACK TO fusion_attempt; '
  await session.exec(`${undo}RELEASE fusion_attempt`)
  return error
}

/**
 * The same for the last that is done before everything is undone. Where it failed, the transaction does nothing else until
 * then.
 */
export async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!isOfQuery(error)) throw error
    return error.message
  }
}

/** Does some work and undoes it. */
export async function undone<T>(session: MeaningSession, work: () => Promise<T>): Promise<T> {
  await session.exec('SAVEPOINT fusion_undone')
  const result = await work()
  // This also releases the locks of objects that were created.
  await session.exec('ROLLBACK TO fusion_undone; RELEASE fusion_undone')
  return result
}

const isOfQuery = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && 'severity' in error && !OF_THE_SERVER.test(String(error.code))
