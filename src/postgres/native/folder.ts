import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, makeOpenFolder, makeOwnFolder, temporaryFolder } from '../../cache/cache-folder.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { canEnter, type ServerUser } from './server-user.js'

/**
 * Folder for server binaries: writable to us and open to the user that the server runs as. That is the cache folder,
 * unless root's home is closed to others or there is no home; then one that root can make in /var/cache, and in the
 * end the system's temporary folder (whose cleaning may take single files out, hence last).
 */
export function nativeFolder(user: ServerUser | undefined, env?: NodeJS.ProcessEnv): string {
  const candidates = [cacheFolder(env), ...(user === undefined ? [] : ['/var/cache/fusion-store'])]
  const found = candidates
    .filter((candidate) => candidate !== temporaryFolder())
    .map((candidate) => join(candidate, 'postgres'))
    .find((candidate) => usable(candidate, user))
  if (found !== undefined) return found
  const last = join(temporaryFolder(), 'postgres')
  if (makeOwnFolder(temporaryFolder()) && usable(last, user)) return last
  throw diagnosticError(
    'FS521',
    `There is no folder to install Postgres into: neither ${candidates.join(' nor ')} nor ${temporaryFolder()} will do.`,
    `Set FUSION_CACHE_DIR to a folder that you can write to${user === undefined ? '' : ' and that others can enter'}.`,
  )
}

/** Folder below which a server keeps its data: the system's temporary one that the server's user can enter. */
export function dataParent(user: ServerUser | undefined): string {
  const candidates = [tmpdir(), '/tmp', '/var/tmp']
  const found = candidates.find((folder) => user === undefined || canEnter(realpathSync(folder), user))
  return realpathSync(found ?? tmpdir())
}

function usable(folder: string, user: ServerUser | undefined): boolean {
  try {
    if (user !== undefined && !canEnter(folder, user)) return false
    if (user === undefined) mkdirSync(folder, { recursive: true })
    else makeOpenFolder(folder)
    accessSync(folder, constants.W_OK)
    // Again, now that links on the way can be followed.
    return user === undefined || canEnter(realpathSync(folder), user)
  } catch {
    return false
  }
}
