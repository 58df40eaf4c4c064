import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Artifact, artifactHash } from '../model/artifact.js'
import { WORK_FOLDER } from './journal.js'
import { MANIFEST } from './manifest-name.js'
import { errorCode } from '../model/error-code.js'

export { MANIFEST }

/** SHA-256 of each file, by path. */
export type Manifest = ReadonlyMap<string, string>

const entry = /^([0-9a-f]{64}) {2}(.+)$/

/** Other lines are ignored, so that after a git conflict the entries of both sides count. */
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

/** The manifest of these files, as an artifact. */
export function manifestOf(artifacts: readonly Artifact[]): Artifact {
  const lines = artifacts.map((artifact) => `${artifactHash(artifact)}  ${artifact.path}\n`)
  return { path: MANIFEST, text: lines.join('') }
}

/** Files to write, with their manifest. */
export interface ListedFiles {
  readonly artifacts: readonly Artifact[]
  readonly manifest: Artifact
}

export const withManifest = (artifacts: readonly Artifact[]): ListedFiles => ({
  artifacts,
  manifest: manifestOf(artifacts),
})

/** Whether the manifest text is unchanged; the files themselves may differ. */
export function hasManifest(outDir: string, { manifest }: ListedFiles): boolean {
  try {
    return readFileSync(join(outDir, MANIFEST), 'utf8') === manifest.text
  } catch {
    return false
  }
}

/** Whether a path is relative, inside the output folder, portable, and valid in a manifest. */
export const isOurs = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
  !/[\\\p{Cc}]|^[A-Za-z]:/u.test(path) &&
  path !== MANIFEST &&
  path.split('/')[0] !== WORK_FOLDER
