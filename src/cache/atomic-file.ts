import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a cache file atomically, so that readers never see a part of it. A failure only costs time, so it is not
 * reported.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): boolean {
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

/** Removes a cache file if it exists. */
export function removeFile(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It stays; what reads it checks what it says.
  }
}
