import { closeSync, constants, openSync, readFileSync } from 'node:fs'
import { sha256 } from '../model/hash.js'

/** Does not wait for somebody who writes, where a named pipe is in the place of a file. Windows has no such flag. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** SHA-256 of a file; null if it cannot be read. */
export function fileHash(file: string): string | null {
  try {
    const opened = openSync(file, AT_ONCE)
    try {
      return sha256(readFileSync(opened))
    } finally {
      closeSync(opened)
    }
  } catch {
    return null
  }
}
