import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import type { Catalogs } from '../../resolve/index.js'
import type { Replayed } from '../../check/replay/replay.js'
import type { ReplayWorld } from '../../check/replay/replay-world.js'
import type { Context } from '../context.js'

/** A replay with the catalog rows that the trees mention. */
export interface ReplayedTrees extends Replayed {
  readonly catalogs: Catalogs
}

/** How much room a session needs. */
export interface SessionNeeds {
  readonly extensions: boolean
  readonly relations: number
}

/** One embedded Postgres for everything that a check runs, started on first use. */
export interface Replayer {
  replay(world: ReplayWorld): Promise<Replayed>
  /** @param wanted views whose trees are returned. */
  replayTrees(world: ReplayWorld, wanted: readonly string[]): Promise<ReplayedTrees>
  /** A session without objects. What is created in it must be rolled back. */
  session(needs: SessionNeeds): Promise<Session>
}

const NO_CATALOGS: Catalogs = {
  functions: new Map(),
  operators: new Map(),
  types: new Map(),
  relations: new Map(),
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
  const openFor = async (world: ReplayWorld): Promise<Session> => {
    const open = await connected(world.types.length > 0, world.views.length + world.tables.length)
    progress.step(`replaying ${world.views.length} definitions`)
    return open
  }
  const replayer: Replayer = {
    async replay(world) {
      const { replay } = await import('../../check/replay/replay.js')
      return replay(await openFor(world), world)
    },
    async replayTrees(world, wanted) {
      const { replay } = await import('../../check/replay/replay.js')
      const { catalogsOfTrees } = await import('../../resolve/index.js')
      const open = await openFor(world)
      let catalogs: Catalogs = NO_CATALOGS
      const replayed = await replay(open, world, wanted, async (trees) => {
        catalogs = await catalogsOfTrees(open, trees)
      })
      return { ...replayed, catalogs }
    },
    session: ({ extensions, relations }) => connected(extensions, relations),
  }
  return interrupts.withCleanup(
    async () => server?.stop(),
    () => work(replayer),
  )
}
