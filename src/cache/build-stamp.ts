import { readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { type Artifact, artifactHash } from '../model/artifact.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { sha256 } from '../model/hash.js'
import { changedSince } from './changed-since.js'
import { fileHash } from './file-hash.js'
import { removeFile, writeFileAtomically } from './atomic-file.js'

/** Path and SHA-256 of a file; null if it does not exist. */
export type FileHash = readonly [path: string, sha256: string | null]

/** Inputs and outputs of a build. */
interface Stamp {
  readonly format: 2
  /** Fingerprint of the compiler and all settings that affect the output, in one text. */
  readonly made: string
  /** Relative to the project folder. */
  readonly inputs: readonly FileHash[]
  /** Relative to the output folder. */
  readonly outputs: readonly FileHash[]
  readonly notes: readonly Diagnostic[]
}

export interface StampPlace {
  readonly cacheDir: string
  readonly projectDir: string
  readonly outDir: string
}

/** One stamp for each output folder, so that a build with another `--out` does not slow down the next one. */
const stampFile = ({ cacheDir, projectDir, outDir }: StampPlace): string =>
  join(cacheDir, `stamp-${sha256(relative(projectDir, outDir)).slice(0, 10)}.json`)

/** Hashes of the inputs when a build begins, by absolute path. */
export type HashesAtStart = Map<string, string | null>

/** Hashes all inputs, also after one that has changed: they are compared with those at the end of the build. */
function areInputsUnchanged(dir: string, inputs: readonly FileHash[], atStart: HashesAtStart): boolean {
  const unchanged = inputs.map(([path, hash]) => {
    const file = resolve(dir, path)
    const now = fileHash(file)
    atStart.set(file, now)
    return now === hash
  })
  return !unchanged.includes(false)
}

const areOutputsUnchanged = (dir: string, outputs: readonly FileHash[]): boolean =>
  outputs.every(([path, hash]) => fileHash(resolve(dir, path)) === hash)

function readStamp(file: string): Stamp | undefined {
  try {
    const stamp: Stamp = JSON.parse(readFileSync(file, 'utf8'))
    return stamp.format === 2 && Array.isArray(stamp.inputs) && Array.isArray(stamp.outputs)
      ? stamp
      : undefined
  } catch {
    return undefined
  }
}

/** What the last build has read and written. */
export interface CurrentBuild {
  /** Absolute paths. */
  readonly inputs: readonly string[]
  /** Below the output folder, with forward slashes. */
  readonly outputs: readonly string[]
  readonly notes: readonly Diagnostic[]
}

/**
 * The last build if the compiler, the settings, all inputs and all outputs are unchanged, so that
 * another build would write the same bytes. Otherwise, or if this is not known, undefined.
 *
 * Not detected: a new file that takes precedence over an input in module resolution.
 *
 * @param atStart gets the hashes of the inputs, for `writeStamp`.
 */
export function currentBuild(
  place: StampPlace,
  made: string,
  atStart: HashesAtStart = new Map(),
): CurrentBuild | undefined {
  const stamp = readStamp(stampFile(place))
  if (!stamp || stamp.made !== made) return undefined
  const current =
    areInputsUnchanged(place.projectDir, stamp.inputs, atStart) &&
    areOutputsUnchanged(place.outDir, stamp.outputs)
  if (!current) return undefined
  return {
    inputs: stamp.inputs.map(([path]) => resolve(place.projectDir, path)),
    outputs: stamp.outputs.map(([path]) => path),
    notes: stamp.notes,
  }
}

/**
 * Records a build. Nothing is recorded if an input was modified after `startedAt`, or was another one then, because the
 * build may have read the old or the new text.
 *
 * @param inputs absolute paths. A missing file is an input too: the stamp is invalid once it exists.
 * @param outputs paths below the output folder with the texts written there.
 * @param notes what the build said, which is as true of the next one.
 * @param startedAt milliseconds since the epoch, taken before the first input was read.
 * @param atStart of inputs that the last build had, too. A folder that is moved changes no time of the files in it.
 */
export function writeStamp(
  place: StampPlace,
  made: string,
  inputs: readonly string[],
  outputs: readonly Artifact[],
  notes: readonly Diagnostic[],
  startedAt: number,
  atStart: HashesAtStart = new Map(),
): void {
  const hashes = inputs.map((file): FileHash => [file, fileHash(file)])
  const isChanged = ([file, hash]: FileHash): boolean =>
    changedSince(file, startedAt) || (atStart.has(file) && atStart.get(file) !== hash)
  if (hashes.some(isChanged)) return removeFile(stampFile(place))
  const stamp: Stamp = {
    format: 2,
    made,
    inputs: hashes.map(([file, hash]) => [relative(place.projectDir, file).split(sep).join('/'), hash]),
    outputs: outputs.map((artifact) => [artifact.path, artifactHash(artifact)]),
    notes,
  }
  writeFileAtomically(stampFile(place), JSON.stringify(stamp))
}

/** Called before files are written, so that the next build does not trust an interrupted write. */
export const forgetStamp = (place: StampPlace): void => removeFile(stampFile(place))
