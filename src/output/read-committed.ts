import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { readFolder } from './read-folder.js'

const topFolder = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined)

/**
 * Reads the generated files on disk, and all other files in the folders that a build fills. Files outside of those folders
 * are ignored.
 *
 * @returns texts by path below `outDir`.
 */
export function readCommitted(outDir: string, artifacts: readonly Artifact[]): Map<string, string> {
  const files = new Map<string, string>()
  for (const { path } of artifacts) {
    if (topFolder(path) === undefined && existsSync(join(outDir, path))) {
      files.set(path, readFileSync(join(outDir, path), 'utf8'))
    }
  }
  const folders = new Set(artifacts.flatMap(({ path }) => topFolder(path) ?? []))
  for (const folder of [...folders].toSorted()) {
    for (const [path, text] of readFolder(join(outDir, folder))) files.set(`${folder}/${path}`, text)
  }
  return files
}
