import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { sha256 } from '../model/hash.js'
import { WORK_FOLDER } from './journal.js'
import { errorCode } from '../model/error-code.js'

/**
 * Lists what the last build wrote, to tell its files from those that people put beside them. To be committed with them:
 * a fresh clone has to know too. `sha256sum --check fusion-manifest.sha256` understands it.
 */
export const MANIFEST = 'fusion-manifest.sha256'

/** SHA-256 of each file by its path. */
export type Manifest = ReadonlyMap<string, string>

const entry = /^([0-9a-f]{64}) {2}(.+)$/

/** Lines that are no entries are passed over: after a conflict in git the entries of both sides count. */
export function readManifest(outDir: string): Manifest {
  try {
    const lines = readFileSync(join(outDir, MANIFEST), 'utf8').split(/\r?\n/)
    return new Map(
      lines.flatMap((line) => {
        const [, hash, path] = entry.exec(line) ?? []
        return hash !== undefined && path !== undefined && isOurs(path) ? [[path, hash] as const] : []
      }),
    )
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Map()
    throw error
  }
}

/** The manifest of these files, as one more of them. */
export function manifestOf(artifacts: readonly Artifact[]): Artifact {
  const lines = artifacts.map(({ path, text }) => `${sha256(text)}  ${path}\n`)
  return { path: MANIFEST, text: lines.join('') }
}

/** Files to be written, and what is to be written about them. */
export interface ListedFiles {
  readonly artifacts: readonly Artifact[]
  readonly manifest: Artifact
}

export const withManifest = (artifacts: readonly Artifact[]): ListedFiles => ({
  artifacts,
  manifest: manifestOf(artifacts),
})

/** Whether the last build was to write the same. It need not be so any more, but when it was not, much is to be done. */
export function hasManifest(outDir: string, { manifest }: ListedFiles): boolean {
  try {
    return readFileSync(join(outDir, MANIFEST), 'utf8') === manifest.text
  } catch {
    return false
  }
}

/** Relative, inside the output folder, the same on every system, and a line of a manifest. */
export const isOurs = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
  !/[\\\p{Cc}]|^[A-Za-z]:/u.test(path) &&
  path !== MANIFEST &&
  path.split('/')[0] !== WORK_FOLDER
