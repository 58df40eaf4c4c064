import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Journal, journalFile, newFile } from './journal.js'

/**
 * Moves the new files into place by renaming, so that each path always has its old or its new file. Removing the journal
 * completes the write.
 */
export function apply(work: string, outDir: string, { entries, folders }: Journal): void {
  for (const folder of folders) mkdirSync(join(outDir, folder), { recursive: true })
  for (const [i, { kind, path }] of entries.entries()) {
    if (kind === 'write') renameSync(newFile(work, i), join(outDir, path))
    else unlinkSync(join(outDir, path))
  }
  unlinkSync(journalFile(work))
}

/** Removes folders that became empty because files were removed. */
export function removeEmptyFolders(outDir: string, { entries }: Journal): void {
  const folders = new Set(entries.flatMap(({ kind, path }) => (kind === 'remove' ? [dirname(path)] : [])))
  for (const start of folders) {
    try {
      for (let folder = start; folder !== '.'; folder = dirname(folder)) rmdirSync(join(outDir, folder))
    } catch {
      // Not empty: somebody else's file is in it, or another of ours.
    }
  }
}
