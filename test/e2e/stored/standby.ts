import { execFile } from 'node:child_process'
import { chown, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nativeProvider } from '../../../src/postgres/native/native-provider.js'
import type { NativeServer } from '../../../src/postgres/native/server.js'
import type { Client, StoredServer } from './stored-server.js'

/**
 * Starts a standby that follows a server by streaming replication, from a base backup by the functions for it: the
 * servers come without pg_basebackup.
 */
export async function startStandby(primary: StoredServer, client: Client): Promise<NativeServer> {
  const from = primary.native.server.dataDir
  const dataDir = `${from}-standby`
  const [start, stop] =
    primary.major >= 15 ? ['pg_backup_start', 'pg_backup_stop'] : ['pg_start_backup', 'pg_stop_backup']
  await client.query(`SELECT ${start}('standby', true${primary.major >= 15 ? '' : ', false'})`)
  await promisify(execFile)('cp', ['-a', from, dataDir])
  const { rows } = await client.query<{ labelfile: string }>(
    `SELECT labelfile FROM ${stop}(${primary.major >= 15 ? 'false' : 'false, false'})`,
  )
  // Neither is part of a base backup.
  await rm(join(dataDir, 'postmaster.pid'))
  for (const slot of await readdir(join(dataDir, 'pg_replslot')))
    await rm(join(dataDir, 'pg_replslot', slot), { recursive: true })
  const { uid, gid } = await stat(from)
  const files = { backup_label: rows[0]?.labelfile ?? '', 'standby.signal': '' }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(dataDir, name), text)
    await chown(join(dataDir, name), uid, gid)
  }
  const settings = { primary_conninfo: connectionInfo(primary.url('postgres')), fsync: 'off' }
  return nativeProvider({ major: primary.major, dataDir, settings }).start()
}

/** A URL as keywords and values. */
export function connectionInfo(address: string): string {
  const { hostname, port, username, password, pathname } = new URL(address)
  return `host=${hostname} port=${port} user=${username} password=${password} dbname=${pathname.slice(1)}`
}
