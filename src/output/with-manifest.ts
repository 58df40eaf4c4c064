import type { Artifact } from '../model/artifact.js'
import { manifestOf } from './manifest.js'

/** All files that a build writes: the artifacts and their manifest. */
export const withManifest = (artifacts: readonly Artifact[]): readonly Artifact[] => [
  ...artifacts,
  manifestOf(artifacts),
]
