/**
 * Ends work early without leaving anything half done. The command line interrupts on Ctrl-C, a program through an
 * `AbortSignal`.
 */
export class Interrupts {
  #protectedDepth = 0
  #isInterrupted = false
  #whenSafe: (() => void) | undefined
  readonly #cleanups = new Set<() => Promise<void>>()
  readonly #ended: () => Promise<never>

  /** @param ended how work that was interrupted ends once everything is cleaned up: it rejects, or the process exits. */
  constructor(ended: () => Promise<never>) {
    this.#ended = ended
  }

  /** Interrupts the work; resolves when all that has to be ended has been ended. */
  async interrupt(): Promise<void> {
    this.#isInterrupted = true
    if (this.#protectedDepth > 0) await new Promise<void>((resolve) => (this.#whenSafe = resolve))
    await Promise.allSettled([...this.#cleanups].map((cleanup) => cleanup()))
  }

  /** Runs what must not be cut short, such as the writing of files; an interrupt takes effect right after it. */
  async uninterrupted<T>(work: () => Promise<T> | T): Promise<T> {
    this.#protectedDepth++
    try {
      return await work()
    } finally {
      this.#protectedDepth--
      if (this.#isInterrupted && this.#protectedDepth === 0) {
        this.#whenSafe?.()
        await this.#ended()
      }
    }
  }

  /** Runs with something that has to be ended also when the work is interrupted, such as a server. */
  async withCleanup<T>(cleanup: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    this.#cleanups.add(cleanup)
    try {
      return await work()
    } finally {
      this.#cleanups.delete(cleanup)
      await cleanup()
    }
  }

  /** Whether the work is to end, so that nothing new is begun. */
  get isInterrupted(): boolean {
    return this.#isInterrupted
  }

  /** For what fails or ends because the work was interrupted: nothing more is reported. */
  async unlessInterrupted(): Promise<void> {
    if (this.#isInterrupted) await this.#ended()
  }
}
