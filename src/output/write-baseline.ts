import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { makeFolders } from './make-folders.js'

/** Writes the files of a baseline: first to temporary files, then by renaming them. */
export function writeBaseline(dir: string, files: readonly Artifact[]): void {
  makeFolders(dir)
  const fresh = (path: string): string => join(dir, `.${path}.new`)
  try {
    for (const { path, text } of files) writeFileSync(fresh(path), text)
    for (const { path } of files) renameSync(fresh(path), join(dir, path))
  } finally {
    for (const { path } of files) rmSync(fresh(path), { force: true })
  }
}
