import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { sha256 } from '../model/hash.js'
import { type ListedFiles, type Manifest, readManifest } from './manifest.js'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

/** What is to be done to one file. `had` tells whether there is one now. */
export type Change =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly had: boolean }
  | { readonly kind: 'remove'; readonly path: string; readonly had: true }

/** What a write will do, and what it leaves alone. */
export interface Plan {
  readonly changes: readonly Change[]
  /** Artifacts whose bytes are there already. */
  readonly unchanged: readonly string[]
  /** Written by an earlier build, changed by somebody since, and no longer generated: left to its owner. */
  readonly kept: readonly string[]
}

/** What is at a path, without following a link; undefined when nothing is. */
function look(file: string): Stats | undefined {
  try {
    return lstatSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function inTheWay(path: string): DiagnosticError {
  const message = `${path} is to be generated, but there is something by that name that no build has written.`
  const hint =
    'Move it to another place, or delete it when it came from a build without a manifest; then build again.'
  return diagnosticError('FS554', message, hint)
}

function planWrite(outDir: string, { path, text }: Artifact, owned: boolean): Change | undefined {
  const file = join(outDir, path)
  const found = look(file)
  if (found === undefined) return { kind: 'write', path, text, had: false }
  if (!found.isFile()) throw inTheWay(path)
  const bytes = Buffer.from(text)
  if (found.size === bytes.length && readFileSync(file).equals(bytes)) return undefined
  if (!owned) throw inTheWay(path)
  return { kind: 'write', path, text, had: true }
}

/** Whether two paths are one file, as `A.sql` and `a.sql` are where case does not count. */
function isOneFile(outDir: string, path: string, other: string): boolean {
  if (path === other) return true
  if (path.toLowerCase() !== other.toLowerCase()) return false
  const [a, b] = [look(join(outDir, path)), look(join(outDir, other))]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Which of `paths` is the file at `path`, by that name or by another case of it. */
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
 * Compares what is to be there with what is. Everything in the way is reported at once.
 *
 * @throws DiagnosticError FS554 when a file would be overwritten that is not from a build.
 */
export function planChanges(outDir: string, { artifacts, manifest: listed }: ListedFiles): Plan {
  const manifest = readManifest(outDir)
  const errors: DiagnosticError[] = []
  const unchanged: string[] = []
  const { changes: removals, kept } = planRemovals(outDir, artifacts, manifest)
  const listedAs = finder(outDir, manifest.keys())
  // Removals first: where case does not count, the new file may take the old one's name.
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
