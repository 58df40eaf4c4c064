import { rm } from 'node:fs/promises'
import type { NativeServer } from '../../src/postgres/native/server.js'
import type { NativeMajor } from '../../src/postgres/native/versions.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import type { Session } from '../../src/postgres/session.js'
import { urlProvider } from '../../src/postgres/url/url-provider.js'
import { copyCluster } from './cluster-copy.js'

/** A native server for the tests of one file. Call `stop` in `afterAll`. */
export interface NativeFixture {
  readonly server: NativeServer
  /** An empty database of this name, made anew if there is one already; gives its URL. */
  freshDatabase(name: string): Promise<string>
  /** A session with a database of this server; the caller closes it. */
  connect(url: string): Promise<Session>
  stop(): Promise<void>
}

/**
 * Its data are not worth waiting for a disk, nor keeping from a power cut; a server that is killed recovers without.
 * What runs by itself would only take time from what is tested.
 */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }

/**
 * Starts a native server of its own.
 *
 * @param settings of the server, beside those above.
 */
export async function startNative(
  major: NativeMajor = 18,
  settings: Readonly<Record<string, string>> = {},
): Promise<NativeFixture> {
  const { dataDir, folder } = await copyCluster(major)
  const server = await nativeProvider({ major, dataDir, settings: { ...SETTINGS, ...settings } }).start()
  return {
    server,
    async freshDatabase(name) {
      const session = await server.connect()
      const quoted = `"${name.replaceAll('"', '""')}"`
      await session.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`)
      await session.query(`CREATE DATABASE ${quoted}`)
      await session.close()
      const url = new URL(server.url)
      url.pathname = `/${encodeURIComponent(name)}`
      return url.href
    },
    async connect(url) {
      const database = await urlProvider({ databaseUrl: url }).start()
      return await database.connect()
    },
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
