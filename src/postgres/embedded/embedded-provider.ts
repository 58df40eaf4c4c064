import pg from 'pg'
import type { Engine } from './engine.js'
import { compileEngine, engineVersion } from './engine-module.js'
import { EngineSession } from './engine-session.js'
import { EngineWire } from './engine-wire.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { Provider, Report, Server } from '../provider.js'
import type { Session } from '../session.js'
import { readSnapshot, snapshotFile, writeSnapshot } from './snapshot.js'

export interface EmbeddedOptions {
  /** For the cache folder; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
  /** Whether CREATE EXTENSION finds the extensions that come with the engine; default false. */
  readonly extensions?: boolean
}

/**
 * PostgreSQL 18 as WebAssembly in this process: no server, no download, gone with the process. Its first start runs
 * initdb, which takes seconds; the data directory is kept in the cache folder for the starts that follow.
 */
export function embeddedProvider(options: EmbeddedOptions = {}): Provider {
  return {
    kind: 'embedded',
    async start({ report = () => undefined } = {}) {
      try {
        return new EmbeddedServer(await startFromSnapshot(report, options))
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

async function startFromSnapshot(
  report: Report,
  { env, extensions = false }: EmbeddedOptions,
): Promise<Engine> {
  const compiled = compileEngine()
  compiled.catch(() => undefined) // Awaited below; until then a failure has nobody to be told to.
  const file = snapshotFile(await engineVersion(), env)
  // Loaded only here, so that whoever uses another provider does not pay for it.
  const [kept, { makeImage, startEngine }] = await Promise.all([
    readSnapshot(file, report),
    import('./engine.js'),
  ])
  const found = extensions ? await (await import('./engine-extensions.js')).engineExtensions() : {}
  const module = await compiled
  if (kept !== undefined) return await startEngine(kept, module, found)
  report('preparing the embedded Postgres, which later starts skip')
  const made = await makeImage(module)
  await writeSnapshot(file, made, report)
  return await startEngine(made, module, found)
}

class EmbeddedServer implements Server {
  readonly kind = 'embedded'
  readonly description = 'embedded PostgreSQL 18 (PGlite) in this process'
  readonly #engine: Engine
  #session: Session | undefined
  #used = false
  #stopped: Promise<void> | undefined

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** One session at a time: the engine is a single backend, and two sessions would share their transactions. */
  async connect(): Promise<Session> {
    if (this.#session !== undefined)
      throw new Error('the embedded Postgres has one session at a time; close it first')
    const client = new pg.Client({
      // Named here, or the client would take them from PGUSER and its like.
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

/** What a server does by itself between two connections. */
async function resetBackend(session: Session, inTransaction: boolean): Promise<void> {
  if (inTransaction) await session.exec('ROLLBACK')
  await session.exec('DISCARD ALL')
}
