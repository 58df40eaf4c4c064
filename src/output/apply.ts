import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Journal, journalFile, newFile } from './journal.js'

/**
 * Puts the new files in place by renames, so that each path has its old file or its new one at any moment. The write is
 * done when the journal is gone.
 */
export function apply(work: string, outDir: string, { entries, folders }: Journal): void {
  for (const folder of folders) mkdirSync(join(outDir, folder), { recursive: true })
  for (const [i, { kind, path }] of entries.entries()) {
    if (kind === 'write') renameSync(newFile(work, i), join(outDir, path))
    else unlinkSync(join(outDir, path))
  }
  unlinkSync(journalFile(work))
}

/** Removes the folders that the removed files have left empty. */
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
