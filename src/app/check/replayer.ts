import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import type { Replayed } from '../../check/replay/replay.js'
import type { ReplayWorld } from '../../check/replay/replay-world.js'
import type { Context } from '../context.js'

/** One embedded Postgres for all replays of a check, started on first use. */
export interface Replayer {
  replay(world: ReplayWorld, wanted?: readonly string[]): Promise<Replayed>
}

/** Runs work with a replayer, and stops its Postgres afterwards. */
export function withReplayer<T>(
  { env, progress, interrupts }: Context,
  work: (replayer: Replayer) => Promise<T>,
): Promise<T> {
  let server: Server | undefined
  let session: Session | undefined
  let hasExtensions = false
  let room = 0
  const connected = async (extensions: boolean, relations: number): Promise<Session> => {
    if (session && (hasExtensions || !extensions) && relations <= room) return session
    // Extensions and room for locks are passed to the engine at startup. Other worlds of a check are about as large.
    await server?.stop()
    progress.step('starting the embedded Postgres')
    const { embeddedProvider } = await import('../../postgres/embedded/embedded-provider.js')
    room = 2 * relations + 100
    server = await embeddedProvider({ env, extensions, relations: room }).start({ report: progress.note })
    session = await server.connect()
    hasExtensions = extensions
    return session
  }
  const replayer: Replayer = {
    async replay(world, wanted) {
      const { replay } = await import('../../check/replay/replay.js')
      const open = await connected(world.types.length > 0, world.views.length + world.tables.length)
      progress.step(`replaying ${world.views.length} definitions`)
      return replay(open, world, wanted)
    },
  }
  return interrupts.withCleanup(
    async () => server?.stop(),
    () => work(replayer),
  )
}
