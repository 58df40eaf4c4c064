import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { readFolder } from './read-folder.js'

const topFolder = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined)

/**
 * The generated files that are there: those that the build makes, and whatever else lies in folders that it fills. A
 * file of somebody else beside those folders is none of our business.
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
