import { setImmediate } from 'node:timers/promises'

/**
 * Cancels work without leaving anything half done. The command line interrupts on Ctrl-C, a program through an
 * `AbortSignal`.
 */
export class Interrupts {
  #protectedDepth = 0
  #isInterrupted = false
  #whenSafe: (() => void) | undefined
  readonly #cleanups = new Set<() => Promise<void>>()
  readonly #ended: () => Promise<never>

  /** @param ended called after cleanup to end interrupted work: it rejects or exits the process. */
  constructor(ended: () => Promise<never>) {
    this.#ended = ended
  }

  /** Interrupts the work; resolves when cleanup is complete. */
  async interrupt(): Promise<void> {
    this.#isInterrupted = true
    if (this.#protectedDepth > 0) await new Promise<void>((resolve) => (this.#whenSafe = resolve))
    await Promise.allSettled([...this.#cleanups].map((cleanup) => cleanup()))
  }

  /** Runs work that must not be interrupted, such as writing files. An interrupt takes effect right after it. */
  async uninterrupted<T>(work: () => Promise<T> | T): Promise<T> {
    this.#protectedDepth++
    try {
      return await work()
    } finally {
      await signalsHeard()
      this.#protectedDepth--
      if (this.#isInterrupted && this.#protectedDepth === 0) {
        this.#whenSafe?.()
        await this.#ended()
      }
    }
  }

  /** Runs work with a resource, such as a server, that must be released even if the work is interrupted. */
  async withCleanup<T>(cleanup: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    this.#cleanups.add(cleanup)
    try {
      return await work()
    } finally {
      this.#cleanups.delete(cleanup)
      await cleanup()
    }
  }

  /** Whether the work was interrupted, so that nothing new should be started. */
  get isInterrupted(): boolean {
    return this.#isInterrupted
  }

  /** Never returns if the work was interrupted, so that failures caused by the interrupt are not reported. */
  async unlessInterrupted(): Promise<void> {
    await signalsHeard()
    if (this.#isInterrupted) await this.#ended()
  }
}

/** Work that fills the thread keeps signals waiting. Node looks for them between two rounds of its event loop. */
async function signalsHeard(): Promise<void> {
  await setImmediate()
  await setImmediate()
}
