import { realpathSync } from 'node:fs'

/**
 * The folder that a path leads to, past symbolic links. Node imports modules by their real paths and names those in
 * stack frames, so whatever is compared with one, or is relative to one, has to be real too.
 *
 * @returns the path itself where there is nothing.
 */
export function realFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
