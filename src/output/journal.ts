import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

/**
 * Folder of a write in progress. It lies in the output folder and not beside it: only there is a rename sure to stay
 * within one file system, and no right on the folder above is needed.
 */
export const WORK_FOLDER = '.fusion-write'

/** The file with this index among the changes: its new text until it is put in place, its old file as long as need be. */
export interface JournalEntry {
  readonly kind: 'write' | 'remove'
  /** Below the output folder. */
  readonly path: string
  /** Whether there was a file before. */
  readonly had: boolean
}

/** What is about to be done. While it is there, the write is not done, and whoever finds it undoes it. */
export interface Journal {
  readonly entries: readonly JournalEntry[]
  /** Folders to be created, outer before inner. */
  readonly folders: readonly string[]
}

export const journalFile = (work: string): string => join(work, 'journal.json')
export const newFolder = (work: string): string => join(work, 'new')
export const oldFolder = (work: string): string => join(work, 'old')
export const newFile = (work: string, index: number): string => join(newFolder(work), String(index))
export const oldFile = (work: string, index: number): string => join(oldFolder(work), String(index))

const isJournal = (value: unknown): value is Journal =>
  typeof value === 'object' && value !== null && 'entries' in value && 'folders' in value

/** The journal that an interrupted write left; undefined when there is none. */
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
  const hint = `The files as they were before lie in ${oldFolder(work)}: put back what is missing, then delete ${work}.`
  throw diagnosticError('FS557', `The journal of an interrupted build, ${file}, cannot be read.`, hint)
}

/** Complete or not there at all, after a power cut too: it is on the disk before the first change is made. */
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
