/** As a shell reports a program that was ended by the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const
type Signal = keyof typeof CODES

let protectedDepth = 0
let asked: Signal | undefined
const cleanups = new Set<() => Promise<void>>()

async function leave(signal: Signal): Promise<never> {
  await Promise.allSettled([...cleanups].map((cleanup) => cleanup()))
  process.exit(CODES[signal])
}

/** Makes Ctrl-C and a polite kill end the process only where that leaves nothing half done. */
export function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice, somebody means it.
      if (asked) process.exit(CODES[signal])
      asked = signal
      if (protectedDepth === 0) void leave(signal)
    })
  }
}

/** Runs what must not be cut short, such as the writing of files; an interrupt takes effect right after it. */
export async function uninterrupted<T>(work: () => Promise<T> | T): Promise<T> {
  protectedDepth++
  try {
    return await work()
  } finally {
    protectedDepth--
    if (asked && protectedDepth === 0) await leave(asked)
  }
}

/** Runs with something that has to be ended also when the process is interrupted, such as a server. */
export async function withCleanup<T>(cleanup: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  cleanups.add(cleanup)
  try {
    return await work()
  } finally {
    cleanups.delete(cleanup)
    await cleanup()
  }
}

/** Whether the process was asked to end, so that nothing new is begun. */
export const isInterrupted = (): boolean => asked !== undefined

/** For what fails or ends because the process was asked to end: waits for that, so that nothing more is said. */
export async function unlessInterrupted(): Promise<void> {
  if (asked) await new Promise(() => undefined)
}
