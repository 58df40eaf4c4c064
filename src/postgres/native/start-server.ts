import { chown, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { diagnosticError } from '../../model/diagnostic.js'
import type { Report } from '../provider.js'
import type { Cluster, Runner } from './cluster.js'
import { dataParent, nativeFolder } from './folder.js'
import { installNative } from './install.js'
import { NativeProcess, type NativeServer } from './server.js'
import { serverUser } from './server-user.js'
import { type NativeMajor, nativePackage } from './versions.js'
import { Watch } from './watch.js'

/** Gives the data that a server runs on. */
export type OpenCluster = (runner: Runner) => Promise<Cluster>

export interface ServerSettings {
  readonly major: NativeMajor
  readonly env: NodeJS.ProcessEnv | undefined
  readonly open: OpenCluster
  readonly settings: Readonly<Record<string, string>>
  readonly log?: ((line: string) => void) | undefined
  /** Whether the data are of no use after the server has stopped. */
  readonly isThrownAway?: boolean
  /** Options of each session, instead of those in PGOPTIONS. */
  readonly clientOptions?: string
}

/**
 * Installs a server if necessary and starts it. It ends with this process, however that ends.
 *
 * @throws DiagnosticError FS520 to FS524.
 */
export async function startServer(
  { major, env, open, settings, log = () => undefined, isThrownAway = false, clientOptions }: ServerSettings,
  report: Report,
): Promise<NativeServer> {
  const wanted = nativePackage(major)
  if (wanted === undefined) {
    throw diagnosticError(
      'FS520',
      `Native PostgreSQL ${major} is not available for ${process.platform}-${process.arch}.`,
      'Choose another major version or another provider: embedded, url or docker.',
    )
  }
  const user = serverUser()
  const installation = await installNative(wanted, nativeFolder(user, env), report)
  const work = await mkdtemp(join(dataParent(user), 'fusion-store-server-'))
  const watch = new Watch(work)
  try {
    if (user !== undefined) await chown(work, user.uid, user.gid)
    const runner: Runner = { installation, major, user, work }
    const cluster = await open(runner)
    const server = new NativeProcess({
      runner,
      cluster,
      settings,
      log,
      watch,
      version: wanted.version,
      isThrownAway,
      ...(clientOptions !== undefined && { clientOptions }),
    })
    await server.start()
    return server
  } catch (error) {
    await watch.done()
    await rm(work, { recursive: true, force: true })
    throw error
  }
}
