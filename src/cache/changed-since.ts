import { statSync } from 'node:fs'

/** The clock of a file system is behind that of the process, by a tick of the kernel. */
const CLOCK_MS = 15

/**
 * Whether a file may have changed since some time, in milliseconds since the epoch. A file that is moved into the place of
 * another keeps the time of its text, but not that of its entry.
 */
export function changedSince(file: string, since: number): boolean {
  const { mtimeMs = 0, ctimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {}
  return Math.max(mtimeMs, ctimeMs) >= since - CLOCK_MS
}
