import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * Folder for files that a user's projects share and that can be deleted at any time: snapshots, server binaries.
 * `FUSION_CACHE_DIR`, else the platform's cache folder (`XDG_CACHE_HOME` is obeyed), else `temporaryFolder()`.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const forced = env['FUSION_CACHE_DIR']
  if (forced) return resolve(forced)
  const folder = envPaths('fusion-store', { suffix: '' }).cache
  // With an empty HOME the path would be relative to the current folder.
  return isAbsolute(folder) ? folder : temporaryFolder()
}

/** A folder below the system's temporary folder, the same for each run of a user. */
export const temporaryFolder = (): string => join(tmpdir(), `fusion-store-${process.getuid?.() ?? 'user'}`)

/** Creates a folder and its parents. Created folders are readable by other users, regardless of the umask. */
export function makeOpenFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; ; made = dirname(made)) {
    chmodSync(made, 0o755)
    if (made.length <= first.length) return
  }
}

/**
 * Creates `folder` and returns whether only this user can write to it. Folders below the system's temporary folder have
 * predictable names that another user could create first, and programs are run from there.
 */
export function makeOwnFolder(folder: string): boolean {
  try {
    makeOpenFolder(folder)
    const stats = lstatSync(folder)
    return (
      stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid) && (stats.mode & 0o022) === 0
    )
  } catch {
    return false
  }
}
