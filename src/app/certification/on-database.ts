import { type Attempt, databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { cancelBackend } from '../../postgres/cancel-backend.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import { urlProvider } from '../../postgres/url/url-provider.js'
import type { Context } from '../context.js'
import { withSession } from '../with-session.js'

/** Messages for work that was interrupted, and for work that finished before the interrupt; read when they are shown. */
export interface InterruptMessages {
  readonly canceled: string
  readonly done: string
}

export interface DatabaseWork {
  /** Connection URL; if absent, the one from the environment. */
  readonly databaseUrl: string | undefined
  readonly attempt: Attempt
  readonly messages: InterruptMessages
}

/**
 * Works on a database. An interrupt also cancels the query on the server, which could otherwise run on for minutes.
 *
 * @throws DiagnosticError for every error of the database.
 */
export async function onDatabase<T>(
  { databaseUrl, attempt, messages }: DatabaseWork,
  context: Context,
  work: (session: Session, server: Server) => Promise<T>,
): Promise<T> {
  const { env, progress, interrupts } = context
  progress.step('connecting')
  const server = await urlProvider({ databaseUrl, env }).start()
  return await withSession(interrupts, server, async (session) => {
    try {
      const [backend] = await session.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid')
      const cancel = (): Promise<void> => cancelBackend(server, backend?.pid ?? 0)
      return await cancelable(work(session, server), cancel, messages, context)
    } catch (error) {
      throw databaseDiagnostic(error, attempt)
    }
  })
}

async function cancelable<T>(
  running: Promise<T>,
  cancel: () => Promise<void>,
  messages: InterruptMessages,
  { progress, interrupts, tell }: Context,
): Promise<T> {
  let isOver = false
  const say = (line: string): void => {
    progress.end()
    tell(line)
  }
  const outcome = running.then(
    () => messages.done,
    () => messages.canceled,
  )
  const stop = async (): Promise<void> => {
    if (isOver) return
    try {
      await cancel()
      say(await outcome)
    } catch {
      // Nothing was committed, so the server rolls back when it notices the closed connection.
      say(messages.canceled)
    }
  }
  return await interrupts.withCleanup(stop, async () => {
    await outcome
    await interrupts.unlessInterrupted()
    isOver = true
    return await running
  })
}
