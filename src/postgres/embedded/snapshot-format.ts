import { crc32 } from 'node:zlib'
import type { DataDirectory } from './data-directory.js'

/**
 * Magic, length of the manifest, checksum of the rest, manifest, contents of the files. Unpacking a tar would take longer
 * than starting Postgres. In this format the content of a file is a view of the bytes read.
 */
const MAGIC = 'FSPGDIR1'
const HEADER_BYTES = 16

/** Increase this if snapshots are created differently, so that older ones are not used. */
export const RECIPE = 1

interface Manifest {
  readonly folders: readonly string[]
  readonly files: readonly (readonly [path: string, size: number])[]
}

/** Encodes a data directory as the bytes of one file, in parts. */
export function encodeSnapshot(directory: DataDirectory): Uint8Array[] {
  const manifest: Manifest = {
    folders: directory.folders,
    files: directory.files.map((file) => [file.path, file.bytes.length]),
  }
  const body = [Buffer.from(JSON.stringify(manifest)), ...directory.files.map((file) => file.bytes)]
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(MAGIC, 'latin1')
  header.writeUInt32LE(body[0]?.length ?? 0, 8)
  header.writeUInt32LE(
    body.reduce((sum, part) => crc32(part, sum), 0),
    12,
  )
  return [header, ...body]
}

/** Decodes a data directory, whose contents are views of `bytes`; undefined if they are damaged. */
export function decodeSnapshot(bytes: Buffer): DataDirectory | undefined {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC) return undefined
  const contents = HEADER_BYTES + bytes.readUInt32LE(8)
  if (crc32(bytes.subarray(HEADER_BYTES)) !== bytes.readUInt32LE(12)) return undefined
  const manifest = JSON.parse(bytes.toString('utf8', HEADER_BYTES, contents)) as Manifest
  let offset = contents
  const files = manifest.files.map(([path, size]) => {
    const start = offset
    offset += size
    return { path, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset + start, size) }
  })
  return offset === bytes.length ? { folders: manifest.folders, files } : undefined
}
