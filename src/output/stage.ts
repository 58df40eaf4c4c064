import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Journal, newFile, newFolder, oldFile, oldFolder, writeJournal } from './journal.js'
import type { Change } from './plan.js'
import { errorCode } from '../model/error-code.js'

/** Codes with which file systems say that they have no hard links, or not this one. */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'])

/** A second name for the old file: no time, no space, and what comes back is the very file, dates and all. */
function keepOld(file: string, backup: string): void {
  try {
    linkSync(file, backup)
  } catch (error) {
    if (!linkless.has(errorCode(error) ?? '')) throw error
    copyFileSync(file, backup)
    const { atime, mtime } = statSync(file)
    utimesSync(backup, atime, mtime)
  }
}

/** Folders on the way to the files that are not there yet, outer before inner. */
function missingFolders(outDir: string, changes: readonly Change[]): readonly string[] {
  const missing = new Set<string>()
  for (const { path } of changes) {
    const parts = dirname(path).split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      if (folder !== '.' && !missing.has(folder) && !existsSync(join(outDir, folder))) missing.add(folder)
    }
  }
  return [...missing].toSorted()
}

/** Removes what an earlier write left beside its journal. */
export function clearStage(work: string): void {
  rmSync(newFolder(work), { recursive: true, force: true })
  rmSync(oldFolder(work), { recursive: true, force: true })
}

/**
 * Puts all new texts and all old files aside, and then says in the journal what is to be done with them. Whatever fails
 * up to here, a full disk above all, has changed nothing.
 *
 * The texts are not forced to the disk one by one: that takes seconds for a thousand files, and after a power cut the
 * next build compares every file with what it should be anyway.
 */
export function stage(work: string, outDir: string, changes: readonly Change[]): Journal {
  mkdirSync(newFolder(work), { recursive: true })
  mkdirSync(oldFolder(work), { recursive: true })
  for (const [i, change] of changes.entries()) {
    if (change.kind === 'write') writeFileSync(newFile(work, i), change.text)
    if (change.had) keepOld(join(outDir, change.path), oldFile(work, i))
  }
  const journal = {
    entries: changes.map(({ kind, path, had }) => ({ kind, path, had })),
    folders: missingFolders(outDir, changes),
  }
  writeJournal(work, journal)
  return journal
}
