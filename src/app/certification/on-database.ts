import { type Attempt, databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { cancelBackend } from '../../postgres/cancel-backend.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import { urlProvider } from '../../postgres/url/url-provider.js'
import type { Context } from '../context.js'
import { withSession } from '../with-session.js'

/** What is said of work that an interrupt ended, and of work that was done before it could be ended. */
export interface InterruptMessages {
  readonly canceled: string
  readonly done: string
}

export interface DatabaseWork {
  /** Connection URL; the one that the environment names when there is none. */
  readonly databaseUrl: string | undefined
  readonly attempt: Attempt
  readonly messages: InterruptMessages
}

/**
 * Works on the database that is named. An interrupt has the server end what it does for us: left alone it would go on
 * for minutes with nobody to report to.
 *
 * @throws DiagnosticError for all that a database can answer.
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
  { canceled, done }: InterruptMessages,
  { progress, interrupts, tell }: Context,
): Promise<T> {
  let isOver = false
  const say = (line: string): void => {
    progress.end()
    tell(line)
  }
  const outcome = running.then(
    () => done,
    () => canceled,
  )
  const stop = async (): Promise<void> => {
    if (isOver) return
    try {
      await cancel()
      say(await outcome)
    } catch {
      // Nobody commits for us, so the server will undo it once it notices that we are gone.
      say(canceled)
    }
  }
  return await interrupts.withCleanup(stop, async () => {
    await outcome
    await interrupts.unlessInterrupted()
    isOver = true
    return await running
  })
}
