import { MemoryFS } from '@electric-sql/pglite'
import type { DataDirectory, DataFile } from './data-directory.js'

const PGDATA = '/pglite/data'
/** Postgres removes its relation cache at every start, and the pid file would refer to another machine. */
const leftOut = /(^|\/)(pg_internal\.init|postmaster\.pid|postmaster\.opts)$/

/** The part of Emscripten's file system that is used here; the package does not type it. */
interface EmscriptenFiles {
  create(path: string, mode: number): { contents: Uint8Array; usedBytes: number }
  mkdirTree(path: string): void
  readdir(path: string): string[]
  readFile(path: string): Uint8Array
  stat(path: string): { mode: number }
  isDir(mode: number): boolean
}

/** The engine's files in memory: filled from a data directory if given, and captured when the engine stops. */
export class EngineFiles extends MemoryFS {
  /** The data directory after a clean shutdown. */
  captured: DataDirectory | undefined
  readonly #image: DataDirectory | undefined
  readonly #capture: boolean

  constructor(image?: DataDirectory) {
    super()
    this.#image = image
    this.#capture = image === undefined
  }

  override async initialSyncFs(): Promise<void> {
    if (this.#image === undefined) return
    const files = this.#files()
    files.mkdirTree(PGDATA)
    for (const folder of this.#image.folders) files.mkdirTree(`${PGDATA}/${folder}`)
    for (const { path, bytes } of this.#image.files) {
      // Assigned instead of written, which would copy the whole snapshot.
      const node = files.create(`${PGDATA}/${path}`, 0o600)
      node.contents = bytes
      node.usedBytes = bytes.length
    }
  }

  override async closeFs(): Promise<void> {
    if (this.#capture) this.captured = readTree(this.#files())
    await super.closeFs()
  }

  #files(): EmscriptenFiles {
    if (this.pg === undefined) throw new Error('the engine is not initialized')
    return this.pg.Module.FS as unknown as EmscriptenFiles
  }
}

function readTree(fs: EmscriptenFiles): DataDirectory {
  const folders: string[] = []
  const files: DataFile[] = []
  const visit = (folder: string): void => {
    for (const name of fs.readdir(`${PGDATA}/${folder}`).toSorted()) {
      if (name === '.' || name === '..') continue
      const path = folder === '' ? name : `${folder}/${name}`
      if (fs.isDir(fs.stat(`${PGDATA}/${path}`).mode)) {
        folders.push(path)
        visit(path)
      } else if (!leftOut.test(path)) {
        files.push({ path, bytes: fs.readFile(`${PGDATA}/${path}`) })
      }
    }
  }
  visit('')
  return { folders, files }
}
