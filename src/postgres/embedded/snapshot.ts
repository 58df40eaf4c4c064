import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { cacheFolder, makeOwnFolder, temporaryFolder } from '../../cache/cache-folder.js'
import type { DataDirectory } from './data-directory.js'
import { errorCode, reasonOf } from '../../model/error-code.js'
import type { Report } from '../provider.js'
import { decodeSnapshot, encodeSnapshot, RECIPE } from './snapshot-format.js'

/** Path of the snapshot for one version of the engine. */
export const snapshotFile = (engineVersion: string, env?: NodeJS.ProcessEnv): string =>
  join(cacheFolder(env), 'snapshots', `pglite-${engineVersion}-${process.arch}-${RECIPE}.snapshot`)

/** Reads a snapshot; undefined if there is none or if it is damaged, which is reported. */
export async function readSnapshot(file: string, report: Report): Promise<DataDirectory | undefined> {
  if (!trusted(file)) return undefined
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') report(`snapshot not read: ${reasonOf(error)}`)
    return undefined
  }
  const directory = decodeSnapshot(bytes)
  if (directory === undefined) report(`snapshot ${file} is damaged and will be replaced`)
  return directory
}

/** Writes a snapshot atomically for the next start. A failure is reported and only costs time. */
export async function writeSnapshot(file: string, directory: DataDirectory, report: Report): Promise<void> {
  const unfinished = `${file}.${process.pid}-${randomUUID().slice(0, 8)}`
  try {
    if (!trusted(file)) throw new Error(`${temporaryFolder()} belongs to another user`)
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(unfinished, 'wx')
    try {
      for (const part of encodeSnapshot(directory)) await handle.writeFile(part)
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    report(`snapshot not saved, so the next start will be slow too: ${reasonOf(error)}`)
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}

const trusted = (file: string): boolean =>
  !file.startsWith(temporaryFolder()) || makeOwnFolder(temporaryFolder())
