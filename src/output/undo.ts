import { existsSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Journal, type JournalEntry, journalFile, newFile, oldFile } from './journal.js'
import { errorCode } from '../model/error-code.js'

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** A new file that still waits was never put in place, and then the path has not been touched. */
function undoEntry(work: string, outDir: string, index: number, { kind, path, had }: JournalEntry): void {
  const file = join(outDir, path)
  if (kind === 'write' && existsSync(newFile(work, index))) return
  if (kind === 'remove' && existsSync(file)) return
  if (had) renameIfThere(oldFile(work, index), file)
  // Moved back to where it waited rather than deleted: then a second attempt sees that this is done.
  else renameIfThere(file, newFile(work, index))
}

/** Takes back as much of a write as was done. It can itself be cut short at any point, and done again. */
export function undo(work: string, outDir: string, { entries, folders }: Journal): void {
  for (const [i, entry] of [...entries.entries()].toReversed()) undoEntry(work, outDir, i, entry)
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(join(outDir, folder))
    } catch {
      // Not created yet, or somebody has put a file into it.
    }
  }
  unlinkSync(journalFile(work))
}
