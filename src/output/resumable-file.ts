import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'
import { type Lock, tryLock } from './file-lock.js'
import { makeFolders } from './make-folders.js'

/** What is kept of a file that is being written. */
interface Saved<State> {
  readonly key: string
  readonly bytes: number
  readonly state: State
}

/**
 * A file that appears under its name when it is whole. Until then its bytes are in a folder beside it, `<name>.part`,
 * together with a state from which another process can go on.
 *
 * @throws DiagnosticError FS621 while another process writes it, FS623 if it cannot be written.
 */
export class ResumableFile<State> {
  /** Of the process that began it; undefined for a new file. */
  readonly state: State | undefined
  readonly #path: string
  readonly #folder: string
  readonly #key: string
  readonly #lock: Lock
  readonly #file: number
  #bytes: number
  #isClosed = false

  private constructor(path: string, key: string, lock: Lock) {
    this.#path = path
    this.#folder = partOf(path)
    this.#key = key
    this.#lock = lock
    const saved = readState<State>(this.#statePath)
    const rows = join(this.#folder, 'bytes')
    const isSame = saved?.key === key && existsSync(rows) && statSync(rows).size >= saved.bytes
    this.state = isSame ? saved.state : undefined
    this.#bytes = isSame ? saved.bytes : 0
    this.#file = openSync(rows, isSame ? 'r+' : 'w')
    // What was written after the state was saved is written again.
    ftruncateSync(this.#file, this.#bytes)
  }

  /**
   * @param name absolute path. A symbolic link stays one: what it points at is written.
   * @param key of what is written: a file that was begun with another one is begun anew.
   */
  static open<State>(name: string, key: string): ResumableFile<State> {
    const path = throughLink(name)
    return guarded(path, () => {
      makeFolders(dirname(path))
      requireOwnFolder(partOf(path))
      makeFolders(partOf(path))
      const lock = lockAt(join(partOf(path), 'lock'), path)
      return new ResumableFile<State>(path, key, lock)
    })
  }

  get #statePath(): string {
    return join(this.#folder, 'state')
  }

  append(piece: Uint8Array): void {
    guarded(this.#path, () => {
      let at = 0
      while (at < piece.length) at += writeSync(this.#file, piece, at, piece.length - at, this.#bytes + at)
      this.#bytes += piece.length
    })
  }

  /** Makes sure that another process can go on from here, also after a power failure. */
  save(state: State): void {
    guarded(this.#path, () => {
      fsyncSync(this.#file)
      const saved: Saved<State> = { key: this.#key, bytes: this.#bytes, state }
      writeFileSync(`${this.#statePath}.new`, serialize(saved), { flush: true })
      renameSync(`${this.#statePath}.new`, this.#statePath)
    })
  }

  /** SHA-256 of what was appended, in hex. */
  hash(): Promise<string> {
    return hashFile(join(this.#folder, 'bytes'))
  }

  /**
   * Puts the file under its name.
   *
   * @param around calls `put`, and does what has to be done before and after it while no other process writes the file.
   */
  commit(around: (put: () => void) => void = (put) => put()): void {
    let isPut = false
    try {
      guarded(this.#path, () => {
        fsyncSync(this.#file)
        this.#close()
        around(() => {
          renameSync(join(this.#folder, 'bytes'), this.#path)
          isPut = true
        })
      })
    } finally {
      if (isPut) this.#remove()
    }
  }

  /** Leaves nothing. */
  abandon(): void {
    this.#close()
    this.#remove()
    try {
      // The folder of a day without rows.
      rmdirSync(dirname(this.#path))
    } catch {
      // It has other files.
    }
  }

  /** Leaves what was saved for another process. */
  leave(): void {
    this.#close()
    this.#lock.release()
  }

  #remove(): void {
    this.#lock.release()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #close(): void {
    if (!this.#isClosed) closeSync(this.#file)
    this.#isClosed = true
  }
}

/** @throws DiagnosticError FS621 while another process has it. */
function lockAt(path: string, of: string): Lock {
  const lock = tryLock(path)
  if ('release' in lock) return lock
  throw diagnosticError(
    'FS621',
    `process ${lock.pid} on ${lock.host} is writing ${of}`,
    'Wait for it to finish, or give another file.',
  )
}

/** Locks a folder of files that are written one after another. @throws DiagnosticError FS621, FS623. */
export const lockFolder = (folder: string): Lock =>
  guarded(folder, () => {
    makeFolders(folder)
    return lockAt(join(folder, '_export.lock'), folder)
  })

/** A folder of somebody else may have the same name. */
function requireOwnFolder(folder: string): void {
  const others = existsSync(folder)
    ? readdirSync(folder).filter((name) => !/^(bytes|state(\.new)?|lock(\..*)?)$/.test(name))
    : []
  if (others.length === 0) return
  throw diagnosticError(
    'FS620',
    `${folder} exists and has files that are not of an export: ${others.slice(0, 3).join(', ')}; nothing was exported`,
    'Give another --out, or move that folder away.',
  )
}

const partOf = (path: string): string => `${path}.part`

function readState<State>(path: string): Saved<State> | undefined {
  try {
    return deserialize(readFileSync(path)) as Saved<State>
  } catch {
    // There is none, or not one that this version can read: the file is begun anew.
    return undefined
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw diagnosticError(
      'FS623',
      `${path} cannot be written: ${errorCode(error) ?? ''}, ${error.message}`,
      'Fix the reported cause, or give another file. Days that are written are kept.',
      error,
    )
  }
}

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/**
 * The path that a symbolic link points at, which is written in its place; other paths are themselves.
 *
 * @throws DiagnosticError FS623 for a link to nothing: where it points may be a disk that is not there now.
 */
export function throughLink(path: string): string {
  const isLink = guarded(path, () => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false)
  if (!isLink) return path
  try {
    return realpathSync(path)
  } catch (error) {
    throw diagnosticError(
      'FS623',
      `${path} cannot be written: it is a symbolic link to ${readlinkSync(path)}, which does not exist`,
      'Make what it points at, or remove the link.',
      error,
    )
  }
}

/** Writes a small text file, whole or not at all. @throws DiagnosticError FS623. */
export const writeBeside = (name: string, text: string): void => {
  const path = throughLink(name)
  guarded(path, () => {
    makeFolders(dirname(path))
    writeFileSync(`${path}.new`, text, { flush: true })
    renameSync(`${path}.new`, path)
  })
}

/** What {@link writeBeside} wrote as JSON; undefined where there is no such file. */
export function readBeside<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** @throws DiagnosticError FS623. */
export const removeBeside = (path: string): void => guarded(path, () => rmSync(path, { force: true }))

export const isThere = (path: string): boolean => existsSync(path)
