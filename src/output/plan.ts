import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { type Artifact, artifactHash } from '../model/artifact.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { sha256 } from '../model/hash.js'
import { type ListedFiles, type Manifest, readManifest } from './manifest.js'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

/** A planned change of one file. `had`: whether it exists now. */
export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly had: boolean }
  | { readonly kind: 'remove'; readonly path: string; readonly had: true }

/** The changes of a write, and the files that it leaves alone. */
export interface Plan {
  readonly changes: readonly Change[]
  /** Artifacts that are already up to date. */
  readonly unchanged: readonly string[]
  /** Written by an earlier build, edited since, and no longer generated. They are kept. */
  readonly kept: readonly string[]
}

/** Stats of a path, without following a link; undefined if it does not exist. */
function look(file: string): Stats | undefined {
  try {
    return lstatSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function inTheWay(path: string): DiagnosticError {
  const message = `${path} would be generated, but a file with that name exists that was not written by a build.`
  const hint = 'Move it, or delete it if it was written by a build without a manifest. Then build again.'
  return diagnosticError('FS554', message, hint)
}

function planWrite(outDir: string, artifact: Artifact, owned: boolean): Change | undefined {
  const { path, text } = artifact
  const file = join(outDir, path)
  const found = look(file)
  if (found === undefined) return { kind: 'write', path, text, had: false }
  if (!found.isFile()) throw inTheWay(path)
  if (found.size === Buffer.byteLength(text) && sha256(readFileSync(file)) === artifactHash(artifact))
    return undefined
  if (!owned) throw inTheWay(path)
  return { kind: 'write', path, text, had: true }
}

/** Whether two paths are the same file, such as `A.sql` and `a.sql` on a case-insensitive file system. */
function isOneFile(outDir: string, path: string, other: string): boolean {
  if (path === other) return true
  if (path.toLowerCase() !== other.toLowerCase()) return false
  const [a, b] = [look(join(outDir, path)), look(join(outDir, other))]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Finds the one of `paths` that is the same file as `path`, possibly with other case. */
function finder(outDir: string, paths: Iterable<string>): (path: string) => string | undefined {
  const byLowerCase = new Map<string, string[]>()
  for (const path of paths) {
    const key = path.toLowerCase()
    const others = byLowerCase.get(key)
    if (others) others.push(path)
    else byLowerCase.set(key, [path])
  }
  return (path) => byLowerCase.get(path.toLowerCase())?.find((other) => isOneFile(outDir, path, other))
}

function planRemovals(
  outDir: string,
  artifacts: readonly Artifact[],
  manifest: Manifest,
): Pick<Plan, 'changes' | 'kept'> {
  const madeAs = finder(
    outDir,
    artifacts.map(({ path }) => path),
  )
  const changes: Change[] = []
  const kept: string[] = []
  for (const [path, hash] of manifest) {
    if (madeAs(path) !== undefined) continue
    const file = join(outDir, path)
    const found = look(file)
    if (found === undefined) continue
    if (found.isFile() && sha256(readFileSync(file)) === hash)
      changes.push({ kind: 'remove', path, had: true })
    else kept.push(path)
  }
  return { changes, kept }
}

/**
 * Compares the planned files with those on disk. All conflicts are reported at once.
 *
 * @throws DiagnosticError FS554 if a file would be overwritten that was not written by a build.
 */
export function planChanges(outDir: string, { artifacts, manifest: listed }: ListedFiles): Plan {
  const manifest = readManifest(outDir)
  const errors: DiagnosticError[] = []
  const unchanged: string[] = []
  const { changes: removals, kept } = planRemovals(outDir, artifacts, manifest)
  const listedAs = finder(outDir, manifest.keys())
  // Removals first: on a case-insensitive file system the new file may have the name of the old one.
  const changes = [...removals]
  for (const artifact of artifacts) {
    try {
      const change = planWrite(outDir, artifact, listedAs(artifact.path) !== undefined)
      if (change) changes.push(change)
      else unchanged.push(artifact.path)
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error
      errors.push(error)
    }
  }
  if (errors.length > 0) throw new DiagnosticError(errors.flatMap(({ diagnostics }) => diagnostics))
  const list = planWrite(outDir, listed, true)
  return { changes: list ? [...changes, list] : changes, unchanged, kept }
}
