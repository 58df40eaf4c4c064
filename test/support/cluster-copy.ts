import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chown, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isRunning } from '../../src/postgres/native/child-processes.js'
import { dataParent, nativeFolder } from '../../src/postgres/native/folder.js'
import { type NativeMajor, nativePackage } from '../../src/postgres/native/versions.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { serverUser } from '../../src/postgres/native/server-user.js'

const PREFIX = 'fusion-store-test-'

/** A folder of its own that the server's user can enter. */
async function makeFolder(prefix: string): Promise<string> {
  const user = serverUser()
  const folder = await mkdtemp(prefix)
  if (user) await chown(folder, user.uid, user.gid)
  return folder
}

/** A cluster that initdb has made once for all tests; one for each version, and for each way of making it. */
async function template(major: NativeMajor): Promise<string> {
  const maker = join(import.meta.dirname, '../../src/postgres/native/cluster.ts')
  const version = `${nativePackage(major)?.version} ${readFileSync(maker, 'utf8')}`
  const folder = join(nativeFolder(serverUser()), 'test-clusters')
  const made = join(folder, `${major}-${createHash('sha256').update(version).digest('hex').slice(0, 16)}`)
  if (existsSync(made)) return made
  await mkdir(folder, { recursive: true })
  const work = await makeFolder(join(folder, 'making-'))
  const dataDir = join(work, 'data')
  const server = await nativeProvider({ major, dataDir, settings: { fsync: 'off' } }).start()
  await server.stop()
  // Another worker may have been first; then its own is as good.
  await rename(dataDir, made).catch((error: unknown) => {
    if (!existsSync(made)) throw error
  })
  await rm(work, { recursive: true, force: true })
  return made
}

/** What workers that were killed have left. */
async function removeStale(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^fusion-store-test-(\d+)-/.exec(name) ?? []
    if (pid && !isRunning(Number(pid))) await rm(join(parent, name), { recursive: true, force: true })
  }
}

/**
 * A data directory for one server, copied: initdb takes ten times as long.
 *
 * @returns the directory, and the folder to remove when the server has stopped.
 */
export async function copyCluster(major: NativeMajor): Promise<{ dataDir: string; folder: string }> {
  const from = await template(major)
  const parent = dataParent(serverUser())
  await removeStale(parent)
  const folder = await makeFolder(join(parent, `${PREFIX}${process.pid}-`))
  const dataDir = join(folder, 'data')
  // Keeps the owner, which Node's own copying does not.
  await promisify(execFile)('cp', ['-a', from, dataDir])
  return { dataDir, folder }
}
