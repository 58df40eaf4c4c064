import { realpathSync } from 'node:fs'

/**
 * Resolves symbolic links in the path of a folder. Node imports modules by their real paths and shows those in stack
 * frames, so paths compared with them must be real too.
 *
 * @returns the path itself if it does not exist.
 */
export function realFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
