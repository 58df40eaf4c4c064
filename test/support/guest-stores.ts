import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import type { NativeMajor } from '../../src/postgres/native/versions.js'
import { ROLES } from '../e2e/certification/guest/earlier-system.js'
import { generatedSql, loadRows, upstreamRows, upstreamTables } from './fusion-database.js'
import { startNative } from './native-server.js'

const root = join(import.meta.dirname, '../..')

/** Files 00 to 06 of the version before the audit schema was shared, as they were generated. */
export const VERSION_1 = gunzipSync(readFileSync(join(root, 'test/fixtures/audit-v1.sql.gz'))).toString()

export const UNINSTALL = readFileSync(join(root, 'generated/sql/optional/99_uninstall.sql'), 'utf8')

const FILES = generatedSql()

/** Runs the files of a store in order; a file that fails leaves its transaction open, which is rolled back. */
export async function installStore(client: pg.Client, files: readonly string[] = FILES): Promise<void> {
  for (const sql of files) await runFile(client, sql)
}

export async function runFile(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

export interface GuestStores {
  /** A database with the upstream tables, filled, and nothing of a store; the one before is dropped. */
  fresh(): Promise<pg.Client>
  /** Its URL, for a role. */
  url(role?: string): string
  stop(): Promise<void>
}

/** A server on which the store is installed beside others. */
export async function startGuestStores(major: NativeMajor): Promise<GuestStores> {
  const native = await startNative(major)
  const session = await native.connect(await native.freshDatabase('upstream'))
  await session.exec(upstreamTables())
  await loadRows(session, upstreamRows('realistic', 60, 3))
  await session.exec(ROLES)
  await session.close()
  const url = (role?: string, database = 'guest'): string => {
    const of = new URL(native.server.url)
    of.pathname = `/${database}`
    if (role !== undefined) of.username = role
    return of.href
  }
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url(undefined, database) })
    await client.connect()
    return client
  }
  const admin = await connect('postgres')
  let open: pg.Client | undefined
  return {
    url,
    async fresh() {
      await open?.end()
      await admin.query('DROP DATABASE IF EXISTS guest WITH (FORCE)')
      await admin.query('CREATE DATABASE guest TEMPLATE upstream')
      return (open = await connect('guest'))
    },
    async stop() {
      await open?.end()
      await admin.end()
      await native.stop()
    },
  }
}
