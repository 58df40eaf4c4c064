import { Interrupts } from '../app/interrupts.js'

/** As a shell reports a program that was ended by the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Interrupts of this process. Interrupted work never comes back: the process exits when all is cleaned up. */
export const interrupts = new Interrupts(() => new Promise(() => undefined))

/** Makes Ctrl-C and SIGTERM end the process only where that leaves nothing half done. */
export function listenForSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice, somebody means it.
      if (interrupts.isInterrupted) process.exit(CODES[signal])
      void interrupts.interrupt().finally(() => process.exit(CODES[signal]))
    })
  }
}
