import { readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { sha256 } from '../model/hash.js'
import { removeFile, writeFileAtomically } from './atomic-file.js'

/** Path and SHA-256 of a file; null stands for "is not there". */
export type FileHash = readonly [path: string, sha256: string | null]

/** What a build was made from and what it made. */
interface Stamp {
  readonly format: 1
  /** Fingerprint of the compiler and every setting that reaches the output, in one text. */
  readonly made: string
  /** Relative to the project folder. */
  readonly inputs: readonly FileHash[]
  /** Relative to the output folder. */
  readonly outputs: readonly FileHash[]
}

export interface StampPlace {
  readonly cacheDir: string
  readonly projectDir: string
  readonly outDir: string
}

/** One stamp for each output folder: `--out` elsewhere must not make the next plain build slow. */
const stampFile = ({ cacheDir, projectDir, outDir }: StampPlace): string =>
  join(cacheDir, `stamp-${sha256(relative(projectDir, outDir)).slice(0, 10)}.json`)

function hashOf(file: string): string | null {
  try {
    return sha256(readFileSync(file))
  } catch {
    return null
  }
}

const unchanged = (dir: string, hashes: readonly FileHash[]): boolean =>
  hashes.every(([path, hash]) => hashOf(resolve(dir, path)) === hash)

function readStamp(file: string): Stamp | undefined {
  try {
    const stamp: Stamp = JSON.parse(readFileSync(file, 'utf8'))
    return stamp.format === 1 && Array.isArray(stamp.inputs) && Array.isArray(stamp.outputs)
      ? stamp
      : undefined
  } catch {
    return undefined
  }
}

/**
 * Paths of the outputs of the last build, when building again would give the same bytes: the compiler and settings,
 * every input and every output are what they were. Undefined when they are not, or when nobody knows.
 *
 * Not seen: a new file that would win over an input by the rules of module resolution.
 */
export function currentOutputs(place: StampPlace, made: string): readonly string[] | undefined {
  const stamp = readStamp(stampFile(place))
  if (!stamp || stamp.made !== made) return undefined
  const current = unchanged(place.projectDir, stamp.inputs) && unchanged(place.outDir, stamp.outputs)
  return current ? stamp.outputs.map(([path]) => path) : undefined
}

/**
 * Remembers a build. Nothing is remembered when an input was touched after `startedAt`: it is not known then whether
 * the build saw the old text or the new.
 *
 * @param inputs absolute paths. One that is not there counts as an input too: it must stay away.
 * @param outputs paths below the output folder and the texts written there.
 * @param startedAt milliseconds since the epoch, taken before the first input was read.
 */
export function writeStamp(
  place: StampPlace,
  made: string,
  inputs: readonly string[],
  outputs: readonly { readonly path: string; readonly text: string }[],
  startedAt: number,
): void {
  const touched = (file: string): boolean =>
    (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= startedAt
  if (inputs.some(touched)) return removeFile(stampFile(place))
  const stamp: Stamp = {
    format: 1,
    made,
    inputs: inputs.map((file) => [relative(place.projectDir, file).split(sep).join('/'), hashOf(file)]),
    outputs: outputs.map(({ path, text }) => [path, sha256(text)]),
  }
  writeFileAtomically(stampFile(place), JSON.stringify(stamp))
}

/** Before files are written: if that is cut short, the next build must not trust what it finds. */
export const forgetStamp = (place: StampPlace): void => removeFile(stampFile(place))
