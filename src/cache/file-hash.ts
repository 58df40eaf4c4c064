import { readFileSync } from 'node:fs'
import { sha256 } from '../model/hash.js'

/** SHA-256 of a file; null if it cannot be read. */
export function fileHash(file: string): string | null {
  try {
    return sha256(readFileSync(file))
  } catch {
    return null
  }
}
