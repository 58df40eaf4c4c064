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

/** A folder name that says whose it is and is another for every path. */
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
 * Folder for what one project may lose at any time: the bundled config, the build stamp, the analysis cache. It is
 * below `FUSION_CACHE_DIR` when that is set, else below the project's `node_modules/.cache`, else in the user's cache
 * folder, else a fresh temporary one (then nothing is remembered, and nothing breaks).
 *
 * Below `node_modules` its name depends on the project's path relative to it, not on the absolute path, so that a
 * cache restored in CI is found again.
 */
export function projectCacheDir(projectDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const dir = realFolder(projectDir)
  const nodeModules = env['FUSION_CACHE_DIR'] ? undefined : nearestNodeModules(dir)
  if (nodeModules) {
    const found = join(nodeModules, '.cache', 'fusion-store', slug(dir, relative(dirname(nodeModules), dir)))
    if (writable(found)) return found
  }
  const shared = join(cacheFolder(env), 'projects', slug(dir, dir))
  // Code is run from this folder, so it must not be one that somebody else could have made.
  return makeOwnFolder(shared) ? shared : mkdtempSync(join(tmpdir(), 'fusion-store-'))
}
