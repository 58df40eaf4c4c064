import type { Server } from '../../postgres/provider.js'

const FIRST_MS = 1500
const AGAIN_MS = 2000

/** A backend that holds a lock which another one waits for. */
export interface Blocker {
  readonly pid: number
  /** Null where the role may not see it, or where it is not set. */
  readonly application: string | null
  readonly seconds: number | null
}

const QUERY = `
  SELECT a.pid, nullif(a.application_name, '') AS application,
    extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::pg_catalog.float8 AS seconds
  FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS b (pid)
  JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
  ORDER BY a.xact_start LIMIT 1`

/**
 * Watches whether a statement waits for the lock of another session. A second connection asks, because the first one is
 * busy; it is opened only when the work takes longer than a second. A failure to ask is not a failure of the work.
 *
 * @param pid of the backend that does the work.
 * @param tell called when the work begins to wait for another backend.
 */
export async function watchBlocked<T>(
  server: Server,
  pid: number,
  tell: (blocker: Blocker) => void,
  work: () => Promise<T>,
): Promise<T> {
  const state = { isOver: false, wake: (): void => undefined }
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      if (state.isOver) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      state.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const watch = async (): Promise<void> => {
    await pause(FIRST_MS)
    if (state.isOver) return
    const session = await server.connect()
    try {
      let told: number | undefined
      while (!state.isOver) {
        const [blocker] = await session.query<Blocker>(QUERY, [pid])
        if (!state.isOver && blocker && blocker.pid !== told) tell(blocker)
        told = blocker?.pid
        await pause(AGAIN_MS)
      }
    } finally {
      await session.close()
    }
  }
  const watching = watch().catch(() => undefined)
  try {
    return await work()
  } finally {
    state.isOver = true
    state.wake()
    await watching
  }
}
