import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a cache file so that nobody ever reads half of it. A cache that cannot be written only costs time, so a
 * failure is not reported.
 */
export function writeFileAtomically(file: string, content: string): boolean {
  const fresh = `${file}.${randomUUID()}`
  try {
    writeFileSync(fresh, content)
    renameSync(fresh, file)
    return true
  } catch {
    removeFile(fresh)
    return false
  }
}

/** Removes a cache file that may not be there. */
export function removeFile(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It stays; what reads it checks what it says.
  }
}
