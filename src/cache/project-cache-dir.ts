import { accessSync, constants, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { sha256 } from '../model/hash.js'
import { cacheFolder, makeOwnFolder } from './cache-folder.js'
import { realFolder } from './real-folder.js'

/** The nearest `node_modules` folder at or above `dir`. */
function nearestNodeModules(dir: string): string | undefined {
  const here = join(dir, 'node_modules')
  if (existsSync(here)) return here
  const up = dirname(dir)
  return up === dir ? undefined : nearestNodeModules(up)
}

/** A readable folder name that is unique for a path. */
const slug = (dir: string, path: string): string =>
  `${basename(dir).replace(/[^\w.-]/g, '_') || 'project'}-${sha256(path).slice(0, 10)}`

function writable(dir: string): boolean {
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Folder for a project's files that can be deleted at any time: the bundled config, the build stamp, the analysis cache.
 * It is below `FUSION_CACHE_DIR` if that is set, otherwise below the project's `node_modules/.cache`, otherwise in the
 * user's cache folder, otherwise a new temporary folder (then nothing is cached).
 *
 * Below `node_modules` its name depends on the project's relative path, not on the absolute path, so that a cache
 * restored in CI is found.
 */
export function projectCacheDir(projectDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const dir = realFolder(projectDir)
  const nodeModules = env['FUSION_CACHE_DIR'] ? undefined : nearestNodeModules(dir)
  if (nodeModules) {
    const found = join(nodeModules, '.cache', 'fusion-store', slug(dir, relative(dirname(nodeModules), dir)))
    if (writable(found)) return found
  }
  const shared = join(cacheFolder(env), 'projects', slug(dir, dir))
  // Code is run from this folder, so another user must not be able to create it.
  return makeOwnFolder(shared) ? shared : mkdtempSync(join(tmpdir(), 'fusion-store-'))
}
