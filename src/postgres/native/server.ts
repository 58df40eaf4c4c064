import { rm } from 'node:fs/promises'
import { connectTo } from '../connect.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { freePort } from './free-port.js'
import type { Cluster, Runner } from './cluster.js'
import type { NativeMajor } from './versions.js'
import type { Watch } from './watch.js'
import { Postmaster } from './postmaster.js'
import type { Server } from '../provider.js'
import type { Session } from '../session.js'

export interface NativeServer extends Server {
  readonly kind: 'native'
  readonly url: string
  readonly major: NativeMajor
  readonly dataDir: string
  /** Kills the server process as in a power failure. Sessions break; `restart` recovers committed data. */
  crash(): Promise<void>
  /** Restarts it on the same data and port, after a fast shutdown if it is running. */
  restart(): Promise<void>
}

export interface NativeProcessOptions {
  readonly runner: Runner
  readonly cluster: Cluster
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
  readonly watch: Watch
  readonly version: string
  /** Whether the data are deleted when it stops. */
  readonly isThrownAway: boolean
  /** Options of each session, instead of those in PGOPTIONS. */
  readonly clientOptions?: string
}

/** Another program may take the free port before the server listens on it. */
const ATTEMPTS = 5
const portTaken = /could not bind|could not create any TCP|Address already in use/i
/** After a crash the backends need a moment to exit. */
const stillInUse = /pre-existing shared memory block|lock file .* already exists/i

export class NativeProcess implements NativeServer {
  readonly kind = 'native'
  readonly major: NativeMajor
  readonly dataDir: string
  readonly #options: NativeProcessOptions
  #port: number | undefined
  #postmaster: Postmaster | undefined
  #stopped: Promise<void> | undefined

  constructor(options: NativeProcessOptions) {
    this.major = options.runner.major
    this.dataDir = options.cluster.dataDir
    this.#options = options
  }

  get description(): string {
    return `PostgreSQL ${this.#options.version.replace(/\.0-.*/, '')} from npm on 127.0.0.1:${this.#port}`
  }

  get url(): string {
    // Sets sslmode, otherwise PGSSLMODE in the environment could require TLS, which this server does not support.
    const address = `postgres:${this.#options.cluster.password}@127.0.0.1:${this.#port}`
    return `postgresql://${address}/postgres?sslmode=disable`
  }

  async start(): Promise<void> {
    let said: readonly string[] = []
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const port = this.#port ?? (await freePort())
      const { runner, watch, log } = this.#options
      const postmaster = new Postmaster(runner, this.dataDir, this.#arguments(port), log)
      if (postmaster.pid !== undefined) watch.running(postmaster.pid)
      if (await postmaster.ready()) {
        this.#port = port
        this.#postmaster = postmaster
        return
      }
      watch.idle()
      said = postmaster.lines
      const worthTrying = said.some((line) => portTaken.test(line) || stillInUse.test(line))
      if (!worthTrying) break
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt))
    }
    const last = said.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? said.at(-1) ?? 'no log output'
    throw diagnosticError(
      'FS524',
      `The native server did not start: ${last}`,
      'Fix the reported cause. A server setting may be wrong.',
    )
  }

  async connect(): Promise<Session> {
    const { clientOptions } = this.#options
    return await connectTo({ connectionString: this.url, ...(clientOptions && { options: clientOptions }) })
  }

  async crash(): Promise<void> {
    await this.#postmaster?.kill()
    this.#options.watch.idle()
  }

  async restart(): Promise<void> {
    await this.#postmaster?.stop()
    this.#options.watch.idle()
    await this.start()
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    await this.#stopped
  }

  async #stop(): Promise<void> {
    await this.#postmaster?.stop(this.#options.isThrownAway)
    await this.#options.watch.done()
    await rm(this.#options.runner.work, { recursive: true, force: true })
  }

  #arguments(port: number): string[] {
    const own = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
    return Object.entries({ ...this.#options.settings, ...own }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ])
  }
}
