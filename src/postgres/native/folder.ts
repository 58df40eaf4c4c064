import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, makeOpenFolder, makeOwnFolder, temporaryFolder } from '../../cache/cache-folder.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { canEnter, type ServerUser } from './server-user.js'

/**
 * Folder for server binaries, writable to this process and accessible to the server's user. Normally the cache folder. If
 * there is no home folder, or it is root's and closed to others, a folder in /var/cache. As a last resort the system's
 * temporary folder, whose cleanup may remove single files.
 */
export function nativeFolder(user: ServerUser | undefined, env?: NodeJS.ProcessEnv): string {
  const candidates = cacheFolders(user, env)
  const found = candidates.map((candidate) => join(candidate, 'postgres')).find((one) => usable(one, user))
  if (found !== undefined) return found
  const last = join(temporaryFolder(), 'postgres')
  if (makeOwnFolder(temporaryFolder()) && usable(last, user)) return last
  throw diagnosticError(
    'FS521',
    `Postgres cannot be installed: neither ${candidates.join(' nor ')} nor ${temporaryFolder()} can be used.`,
    `Set FUSION_CACHE_DIR to a writable folder${user === undefined ? '' : ' that other users can access'}.`,
  )
}

/** The same folder if `name` exists in it; otherwise nothing is created and the result is undefined. */
export function nativeFolderWith(
  name: string,
  user: ServerUser | undefined,
  env?: NodeJS.ProcessEnv,
): string | undefined {
  const holds = (folder: string): boolean => existsSync(join(folder, name))
  const anywhere = [...cacheFolders(user, env), temporaryFolder()].some((one) => holds(join(one, 'postgres')))
  if (!anywhere) return undefined
  const folder = nativeFolder(user, env)
  return holds(folder) ? folder : undefined
}

const cacheFolders = (user: ServerUser | undefined, env?: NodeJS.ProcessEnv): readonly string[] =>
  [cacheFolder(env), ...(user === undefined ? [] : ['/var/cache/fusion-store'])].filter(
    (folder) => folder !== temporaryFolder(),
  )

/** Parent folder of a server's data: a temporary folder that the server's user can access. */
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
    // Check again with symbolic links resolved.
    return user === undefined || canEnter(realpathSync(folder), user)
  } catch {
    return false
  }
}
