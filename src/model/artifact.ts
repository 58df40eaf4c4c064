import { sha256 } from './hash.js'

/** One generated file: its path below the output folder and its whole text. */
export interface Artifact {
  /** Relative, with forward slashes: `sql/01_create_views.sql`. */
  readonly path: string
  readonly text: string
}

const hashes = new WeakMap<Artifact, string>()

/** SHA-256 of its text, computed once: a manifest and a stamp list it, and files can have tens of megabytes. */
export function artifactHash(artifact: Artifact): string {
  const hash = hashes.get(artifact) ?? sha256(artifact.text)
  hashes.set(artifact, hash)
  return hash
}
