import pg from 'pg'
import { compileEngine, type EngineUse, useFor } from './engine-module.js'
import { defaultRelations } from './engine-settings.js'
import { EngineSession } from './engine-session.js'
import { EngineWire } from './engine-wire.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { Provider, Report, Server } from '../provider.js'
import type { Session } from '../session.js'
import { runsBeside } from './runs-beside.js'
import type { RunningEngine } from './running-engine.js'

export interface EmbeddedOptions {
  /** For the cache folder; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
  /** Whether the bundled extensions are available to CREATE EXTENSION; default false. */
  readonly extensions?: boolean
  /** How many relations one transaction creates at most; default 10,000. A smaller server starts faster. */
  readonly relations?: number
  /** How long this process uses engines; default by the number of relations. */
  readonly use?: EngineUse
  /** Ends a start that is not wanted any more, where it can be ended. */
  readonly signal?: AbortSignal
}

/**
 * PostgreSQL 18 as WebAssembly in this process: no server and no download. Its data directory comes with the package, and is
 * kept unpacked in the cache folder. Where the package has none, as in its sources, the first start runs initdb, which takes
 * seconds.
 */
export function embeddedProvider(options: EmbeddedOptions = {}): Provider {
  return {
    kind: 'embedded',
    async start({ report = () => undefined } = {}) {
      try {
        return new EmbeddedServer(await startRunning(report, options))
      } catch (error) {
        const hint = 'Try another provider, such as FUSION_PROVIDER=native, and report this as a bug.'
        throw diagnosticError(
          'FS510',
          `The embedded Postgres did not start: ${reasonOf(error)}.`,
          hint,
          error,
        )
      }
    },
  }
}

async function startRunning(
  report: Report,
  {
    env = process.env,
    extensions = false,
    relations = defaultRelations,
    use = useFor(relations),
    signal,
  }: EmbeddedOptions,
): Promise<RunningEngine> {
  const compiled = compileEngine(use)
  compiled.catch(() => undefined) // Prevents an unhandled rejection; awaited by the engine.
  const options = { env, extensions, relations }
  // Only one of them is loaded.
  if (!runsBeside()) return await (await import('./engine-here.js')).engineHere(options, compiled, report)
  return await (await import('./engine-thread.js')).engineThread(options, compiled, report, signal)
}

class EmbeddedServer implements Server {
  readonly kind = 'embedded'
  readonly description = 'embedded PostgreSQL 18 (PGlite) in this process'
  readonly #engine: RunningEngine
  #session: Session | undefined
  #used = false
  #stopped: Promise<void> | undefined

  constructor(engine: RunningEngine) {
    this.#engine = engine
  }

  /** One session at a time: the engine is a single backend, so two sessions would share a transaction. */
  async connect(): Promise<Session> {
    if (this.#session !== undefined)
      throw new Error('the embedded Postgres supports one session at a time; close the open one first')
    const client = new pg.Client({
      // Set explicitly, otherwise the client reads PGUSER and similar variables.
      user: 'postgres',
      database: 'postgres',
      password: '',
      ssl: false,
      stream: () => new EngineWire(this.#engine),
    })
    const inTransaction = (): boolean => this.#engine.isInTransaction()
    const ended = (): void => void (this.#session = undefined)
    const session = new EngineSession(client, inTransaction, ended)
    this.#session = session
    await client.connect().catch((error: unknown) => {
      ended()
      throw error
    })
    if (this.#used) await resetBackend(session, inTransaction())
    this.#used = true
    return session
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#session?.close().then(() => this.#engine.close()) ?? this.#engine.close()
    await this.#stopped
  }
}

/** Resets the state of a session, as a server does between connections. */
async function resetBackend(session: Session, inTransaction: boolean): Promise<void> {
  if (inTransaction) await session.exec('ROLLBACK')
  await session.exec('DISCARD ALL')
}
