import type { Artifact } from '../model/artifact.js'
import { manifestOf } from './manifest.js'

/** All files that a build leaves: the artifacts, and the list of them that goes with them. */
export const withManifest = (artifacts: readonly Artifact[]): readonly Artifact[] => [
  ...artifacts,
  manifestOf(artifacts),
]
