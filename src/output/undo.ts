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

/** If the new file is still in the work folder, it was never moved into place and the path is unchanged. */
function undoEntry(work: string, outDir: string, index: number, { kind, path, had }: JournalEntry): void {
  const file = join(outDir, path)
  if (kind === 'write' && existsSync(newFile(work, index))) return
  if (kind === 'remove' && existsSync(file)) return
  if (had) renameIfThere(oldFile(work, index), file)
  // Moved back to where it waited rather than deleted: then a second attempt sees that this is done.
  else renameIfThere(file, newFile(work, index))
}

/** Undoes a partial write. It can be interrupted at any point and repeated. */
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
