export { compareMeaning, type Meaning, type MeaningProject, type MeaningSettings } from './compare-meaning.js'
export { compareView, type FormsOfView, type MeaningSession } from './compare-views.js'
export type { ShuffleProject, ShuffleSettings } from './shuffle/compare-shuffled.js'
export { type GeneratedShuffle, shuffleGenerated } from './shuffle/shuffle-generated.js'
export { shuffleLive } from './shuffle/shuffle-live.js'
export {
  compareVersions,
  type ComparedVersions,
  type Matters,
  type VersionsProject,
} from './versions/compare-versions.js'
export type { Version } from './versions/create-versions.js'
export type { ComparedView } from './versions/version-target.js'
export {
  findWitnesses,
  type Found,
  type Witness,
  type WitnessSettings,
  type WitnessWorld,
} from './witness/find-witnesses.js'
export type { Reading, Sign, Target } from './witness/target.js'
export type { FutureTarget } from './future/check-target.js'
export { compareFuture, type FutureProject, type FutureSettings } from './future/compare-future.js'
export { futureGenerated, futureLive } from './future/run-future.js'
