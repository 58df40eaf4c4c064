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

/** A file that is there already, and its next text. */
export interface ReplacedFile extends Artifact {
  /** What was read; the file is not replaced when it has another text by now. */
  readonly before: string
}

export interface NewFiles {
  readonly created: readonly Artifact[]
  readonly replaced: readonly ReplacedFile[]
}

/** Text of a file; undefined where there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether anything has that name, a link that leads nowhere included. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

const parents = (path: string): string[] => {
  const up = dirname(path)
  return up === '.' ? [] : [...parents(up), up]
}

/** What keeps files from being created below `dir`: files of these names, and files where a folder is needed. */
export function filesInTheWay(dir: string, paths: readonly string[]): string[] {
  const notFolder = (path: string): boolean =>
    isThere(join(dir, path)) && !statSync(join(dir, path), { throwIfNoEntry: false })?.isDirectory()
  const blocked = new Set(paths.flatMap((path) => parents(path).filter(notFolder)))
  const found = paths.filter(
    (path) => !parents(path).some((parent) => blocked.has(parent)) && isThere(join(dir, path)),
  )
  return [...blocked, ...found].toSorted()
}

/** The folder of the Git repository that `dir` is, or will be, in. */
export function repositoryAround(dir: string): string | undefined {
  if (existsSync(join(dir, '.git'))) return dir
  const up = dirname(dir)
  return up === dir ? undefined : repositoryAround(up)
}

/**
 * Creates files below `dir`, all of them or none, and never writes over one: whatever appears in the meantime stays,
 * and then nothing else does.
 *
 * @throws DiagnosticError FS561, FS562; nothing was changed then.
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

/** The file is undone from the moment that it is ours: a full disk leaves it there without its text. */
function create(file: string, text: string, undo: (() => void)[]): void {
  const handle = openSync(file, 'wx')
  undo.push(() => unlinkSync(file))
  try {
    writeFileSync(handle, text)
  } finally {
    closeSync(handle)
  }
}

/** What cannot be undone must not hide why the write failed. */
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

/** In one step, so that the file has its old text or its new one; a link stays a link. */
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
      message: `${path} was changed while the project was written`,
      hint: 'Nothing was written. Run fusion init again.',
    },
  ])

/** An error of the file system as a diagnostic; anything else is a bug and stays as it is. */
export function asDiagnostic(error: unknown, dir: string): unknown {
  if (error instanceof DiagnosticError || !(error instanceof Error) || errorCode(error) === undefined)
    return error
  const hint = HINTS[errorCode(error) ?? ''] ?? 'Fix the reported cause, or name another folder.'
  const message = `the project cannot be written to ${dir}: ${error.message}; nothing was written`
  return new DiagnosticError([{ code: 'FS562', place: {}, message, hint }], { cause: error })
}

const DENIED = 'Make the folder writable, or name another folder.'
const TAKEN = 'Name a folder, or a path at which there is nothing yet.'
const HINTS: Readonly<Record<string, string>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  EEXIST: TAKEN,
  ENOTDIR: TAKEN,
  ENAMETOOLONG: 'Name a folder with a shorter path.',
  ENOSPC: 'Free some space and run it again.',
}
