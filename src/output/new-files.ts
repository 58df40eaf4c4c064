import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'
import { makeFolders } from './make-folders.js'

/** An existing file with its new text. */
export interface ReplacedFile extends Artifact {
  /** The text that was read. The file is not replaced if its text has changed since. */
  readonly before: string
}

export interface NewFiles {
  readonly created: readonly Artifact[]
  readonly replaced: readonly ReplacedFile[]
}

/** Text of a file; undefined if it does not exist. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether a path exists, including dangling links. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

const parents = (path: string): string[] => {
  const up = dirname(path)
  return up === '.' ? [] : [...parents(up), up]
}

/** Paths that prevent creating files below `dir`: files with the same names, and files in place of a folder. */
export function filesInTheWay(dir: string, paths: readonly string[]): string[] {
  const notFolder = (path: string): boolean =>
    isThere(join(dir, path)) && !statSync(join(dir, path), { throwIfNoEntry: false })?.isDirectory()
  const blocked = new Set(paths.flatMap((path) => parents(path).filter(notFolder)))
  const found = paths.filter(
    (path) => !parents(path).some((parent) => blocked.has(parent)) && isThere(join(dir, path)),
  )
  return [...blocked, ...found].toSorted()
}

/** Folder of the Git repository that contains or will contain `dir`. */
export function repositoryAround(dir: string): string | undefined {
  if (existsSync(join(dir, '.git'))) return dir
  const up = dirname(dir)
  return up === dir ? undefined : repositoryAround(up)
}

/**
 * Creates files below `dir`, all or none. Never overwrites a file: if one appears in the meantime, it is kept and nothing
 * is written.
 *
 * @throws DiagnosticError FS561, FS562. Nothing was changed then.
 */
export function writeNewFiles(dir: string, { created, replaced }: NewFiles): void {
  const undo: (() => void)[] = []
  try {
    makeFolder(dir, undo)
    for (const { path, text } of created) {
      const file = join(dir, path)
      makeFolder(dirname(file), undo)
      create(file, text, undo)
    }
    for (const file of replaced) replace(dir, file, undo)
  } catch (error) {
    for (const step of undo.toReversed()) attempt(step)
    throw asDiagnostic(error, dir)
  }
}

/** Registers the undo step before writing: on a full disk the file can exist without its text. */
function create(file: string, text: string, undo: (() => void)[]): void {
  const handle = openSync(file, 'wx')
  undo.push(() => unlinkSync(file))
  try {
    writeFileSync(handle, text)
  } finally {
    closeSync(handle)
  }
}

/** An error during undo must not hide the original error. */
function attempt(step: () => void): void {
  try {
    step()
  } catch {
    // A folder that somebody has put a file into in the meantime.
  }
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const topmost = makeFolders(folder)
  if (topmost === undefined) return
  for (const made of [...between(topmost, folder)].toReversed()) undo.push(() => rmdirSync(made))
}

/** Folders from `folder` up to `topmost`. */
function* between(topmost: string, folder: string): Generator<string> {
  yield folder
  if (folder !== topmost && folder.length > topmost.length) yield* between(topmost, dirname(folder))
}

/** Replaces a file atomically; a link stays a link. */
function replace(dir: string, { path, before, text }: ReplacedFile, undo: (() => void)[]): void {
  const file = realpathSync(join(dir, path))
  const fresh = `${file}.${randomUUID()}`
  try {
    writeFileSync(fresh, text, { flag: 'wx' })
    chmodSync(fresh, statSync(file).mode)
    if (readFileSync(file, 'utf8') !== before) throw changedMeanwhile(path)
    renameSync(fresh, file)
    undo.push(() => writeFileSync(file, before))
  } finally {
    rmSync(fresh, { force: true })
  }
}

const changedMeanwhile = (path: string): DiagnosticError =>
  new DiagnosticError([
    {
      code: 'FS561',
      place: { file: path },
      message: `${path} was changed while the project was being written`,
      hint: 'Nothing was written. Run fusion init again.',
    },
  ])

/** Turns a file system error into a diagnostic. Any other error is a bug and is returned unchanged. */
export function asDiagnostic(error: unknown, dir: string): unknown {
  if (error instanceof DiagnosticError || !(error instanceof Error) || errorCode(error) === undefined)
    return error
  const hint = HINTS[errorCode(error) ?? ''] ?? 'Fix the reported cause, or use another folder.'
  const message = `the project cannot be written to ${dir}: ${error.message}; nothing was written`
  return new DiagnosticError([{ code: 'FS562', place: {}, message, hint }], { cause: error })
}

const DENIED = 'Make the folder writable, or use another folder.'
const TAKEN = 'Use a folder, or a path that does not exist yet.'
const HINTS: Readonly<Record<string, string>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  EEXIST: TAKEN,
  ENOTDIR: TAKEN,
  ENAMETOOLONG: 'Use a folder with a shorter path.',
  ENOSPC: 'Free some disk space and run it again.',
}
