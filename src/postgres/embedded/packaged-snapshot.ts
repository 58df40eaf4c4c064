import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { ownCode } from '../../model/own-code.js'
import type { DataDirectory } from './data-directory.js'
import { decodeSnapshot, encodeSnapshot, RECIPE } from './snapshot-format.js'

/** In the compiled package. The data are those of the engine, which is the same on every machine. */
export const packagedFile = (engineVersion: string, code: URL = ownCode): URL =>
  new URL(`postgres/embedded/pglite-${engineVersion}-${RECIPE}.snapshot.br`, code)

/** The data directory that comes with the package; undefined if this package has none for a version of the engine. */
export async function packagedSnapshot(engineVersion: string): Promise<DataDirectory | undefined> {
  try {
    return decodeSnapshot(await promisify(brotliDecompress)(await readFile(packagedFile(engineVersion))))
  } catch {
    // One that is missing or damaged is made instead.
    return undefined
  }
}

/** The file of a data directory in the package. */
export const packSnapshot = (directory: DataDirectory): Promise<Buffer> =>
  promisify(brotliCompress)(Buffer.concat(encodeSnapshot(directory)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_LGWIN]: 24 },
  })
