import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

/**
 * Folder of a write in progress. It is inside the output folder, so that renames stay within one file system and no
 * permission on the parent folder is needed.
 */
export const WORK_FOLDER = '.fusion-write'

/** One changed file. Its index is the name of its new and old file in the work folder. */
export interface JournalEntry {
  readonly kind: 'write' | 'remove'
  /** Below the output folder. */
  readonly path: string
  /** Whether the file existed before. */
  readonly had: boolean
}

/** The planned changes. While the journal exists, the write is incomplete, and the next build undoes it. */
export interface Journal {
  readonly entries: readonly JournalEntry[]
  /** Folders to create, outer before inner. */
  readonly folders: readonly string[]
}

export const journalFile = (work: string): string => join(work, 'journal.json')
export const newFolder = (work: string): string => join(work, 'new')
export const oldFolder = (work: string): string => join(work, 'old')
export const newFile = (work: string, index: number): string => join(newFolder(work), String(index))
export const oldFile = (work: string, index: number): string => join(oldFolder(work), String(index))

const isJournal = (value: unknown): value is Journal =>
  typeof value === 'object' && value !== null && 'entries' in value && 'folders' in value

/** The journal of an interrupted write; undefined if there is none. */
export function readJournal(work: string): Journal | undefined {
  const file = journalFile(work)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    if (isJournal(value)) return value
  } catch {
    // Told below, with what it means.
  }
  const hint = `The previous files are in ${oldFolder(work)}. Restore the missing ones, then delete ${work}.`
  throw diagnosticError('FS557', `The journal of an interrupted build, ${file}, cannot be read.`, hint)
}

/** Writes the journal atomically and syncs it to disk before the first change, so that it survives a power failure. */
export function writeJournal(work: string, journal: Journal): void {
  const draft = join(newFolder(work), 'journal')
  const handle = openSync(draft, 'w')
  try {
    writeSync(handle, JSON.stringify(journal))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, journalFile(work))
}
