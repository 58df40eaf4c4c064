import { Interrupts } from '../app/interrupts.js'

/** Exit codes that a shell reports for these signals. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Interrupts of this process. Interrupted work never resumes: the process exits after cleanup. */
export const interrupts = new Interrupts(() => new Promise(() => undefined))

/** Makes Ctrl-C and SIGTERM end the process without leaving work half done. */
export function listenForSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal ends the process immediately.
      if (interrupts.isInterrupted) process.exit(CODES[signal])
      void interrupts.interrupt().finally(() => process.exit(CODES[signal]))
    })
  }
}
