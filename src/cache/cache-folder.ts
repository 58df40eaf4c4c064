import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * Folder for what every project of a user shares and what may be thrown away: snapshots, server binaries.
 * `FUSION_CACHE_DIR`, else the platform's cache folder (`XDG_CACHE_HOME` is obeyed), else `temporaryFolder()`.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const forced = env['FUSION_CACHE_DIR']
  if (forced) return resolve(forced)
  const folder = envPaths('fusion-store', { suffix: '' }).cache
  // With an empty HOME the path comes out relative, and would land in whatever folder one happens to be in.
  return isAbsolute(folder) ? folder : temporaryFolder()
}

/** Same folder at each run of one user, below the system's temporary folder. */
export const temporaryFolder = (): string => join(tmpdir(), `fusion-store-${process.getuid?.() ?? 'user'}`)

/** Makes a folder and the ones above it. What had to be made is open to other users, whatever the umask says. */
export function makeOpenFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; ; made = dirname(made)) {
    chmodSync(made, 0o755)
    if (made.length <= first.length) return
  }
}

/**
 * Makes `folder` and tells whether nobody else can have put anything into it. What lies below the system's temporary
 * folder has a name that anybody can guess and take first, and programs are run from there.
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
