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

/** Error codes of file systems that do not support hard links, or not for this file. */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'])

/** Keeps the old file as a hard link. This is fast, needs no space, and undo restores the same file with its dates. */
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

/** Missing parent folders of the files, outer before inner. */
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

/** Removes files left by an earlier write. */
export function clearStage(work: string): void {
  rmSync(newFolder(work), { recursive: true, force: true })
  rmSync(oldFolder(work), { recursive: true, force: true })
}

/**
 * Writes all new texts and keeps all old files in the work folder, then writes the journal. If this fails, for example on
 * a full disk, nothing has changed.
 *
 * The texts are not synced to disk one by one, which takes seconds for a thousand files. After a power failure the next
 * build compares all files anyway.
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
