import type { EmbeddedOptions } from '../../postgres/embedded/embedded-provider.js'
import type { Server } from '../../postgres/provider.js'

/** Starts an embedded Postgres. */
type StartEmbedded = (options: EmbeddedOptions) => Promise<Server>

/** An embedded Postgres that is started before it is known what it is for. */
export class SpareEngine {
  readonly #options: EmbeddedOptions
  readonly #server: Promise<Server>
  readonly #unwanted = new AbortController()

  constructor(options: EmbeddedOptions, start: StartEmbedded) {
    this.#options = options
    this.#server = start({ ...options, signal: this.#unwanted.signal })
    this.#server.catch(() => undefined) // It fails where it is taken, if it is.
  }

  /** Whether it has started; resolves when it has, or has failed to. */
  async hasStarted(): Promise<boolean> {
    return await this.#server.then(
      () => true,
      () => false,
    )
  }

  /** The engine, if it does for what is wanted; otherwise undefined, and it is stopped. */
  async takeFor({ extensions = false, relations = 0 }: EmbeddedOptions): Promise<Server | undefined> {
    const own = this.#options
    if ((own.extensions ?? false) === extensions && (own.relations ?? 0) >= relations)
      return await this.#server
    await this.stop()
    return undefined
  }

  async stop(): Promise<void> {
    this.#unwanted.abort()
    await this.#server.then(
      (server) => server.stop(),
      () => undefined,
    )
  }
}
