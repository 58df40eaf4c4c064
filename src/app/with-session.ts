import type { Server } from '../postgres/provider.js'
import type { Session } from '../postgres/session.js'
import type { Interrupts } from './interrupts.js'

/** Works on one connection to a server. Closes both afterwards, even if the work fails or is interrupted. */
export const withSession = <T>(
  interrupts: Interrupts,
  server: Server,
  work: (session: Session) => Promise<T>,
): Promise<T> =>
  interrupts.withCleanup(
    () => server.stop(),
    async () => {
      const session = await server.connect()
      try {
        return await work(session)
      } finally {
        await session.close()
      }
    },
  )
