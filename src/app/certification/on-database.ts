import { type Attempt, databaseDiagnostic } from '../../certify/run/database-diagnostics.js'
import { cancelBackend } from '../../postgres/cancel-backend.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import { urlProvider } from '../../postgres/url/url-provider.js'
import { unlessInterrupted, withCleanup } from '../interrupts.js'
import type { Progress } from '../../cli/progress.js'
import type { Terminal } from '../../cli/terminal.js'
import { withSession } from '../with-session.js'

/** What is said of work that an interrupt ended, and of such that was done before it could. */
export interface InterruptWords {
  readonly canceled: string
  readonly done: string
}

export interface DatabaseWork {
  /** Connection URL; what the environment names when there is none. */
  readonly databaseUrl: string | undefined
  readonly attempt: Attempt
  readonly words: InterruptWords
  readonly progress: Progress
}

/**
 * Works on the database that is named. An interrupt has the server end what it does for us: left alone it would go on
 * for minutes with nobody to report to.
 *
 * @throws DiagnosticError for all that a database can answer.
 */
export async function onDatabase<T>(
  { databaseUrl, attempt, words, progress }: DatabaseWork,
  { env, stderr }: Terminal,
  work: (session: Session, server: Server) => Promise<T>,
): Promise<T> {
  progress.step('connecting')
  const server = await urlProvider({ databaseUrl, env }).start()
  return await withSession(server, async (session) => {
    const say = (line: string): void => {
      progress.end()
      stderr.write(`${line}\n`)
    }
    try {
      const [backend] = await session.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid')
      const cancel = (): Promise<void> => cancelBackend(server, backend?.pid ?? 0)
      return await cancelable(work(session, server), cancel, words, say)
    } catch (error) {
      throw databaseDiagnostic(error, attempt)
    }
  })
}

async function cancelable<T>(
  running: Promise<T>,
  cancel: () => Promise<void>,
  { canceled, done }: InterruptWords,
  say: (line: string) => void,
): Promise<T> {
  let isOver = false
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
  return await withCleanup(stop, async () => {
    await outcome
    await unlessInterrupted()
    isOver = true
    return await running
  })
}
