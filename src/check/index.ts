export { acceptBaseline, type Accepted } from './accept-baseline.js'
export type { Acceptance, Baseline } from './baseline.js'
export { baselineFiles, type BaselineReading, readBaseline } from './baseline-files.js'
export { type Change, columnOf } from './change.js'
export { checkBaseline } from './check-baseline.js'
export { checkCommitted } from './check-committed.js'
export { checkLive, type LiveFault } from './check-live.js'
export { liveStates } from './live-states.js'
export type { FileChange } from './compare-files.js'
export type { Hurt, Impact } from './find-impact.js'
export { outlineView, type ViewOutline } from './outline/outline-view.js'
export type { RelationState } from './relation-state.js'
export { collatedType, statesOf } from './states-of.js'
export { typeState } from './type-state.js'
export {
  type Against,
  type CheckReport,
  checkReport,
  type CheckSection,
  checkSection,
  type Outcome,
} from './report.js'
export { unifiedDiff } from './unified-diff.js'
export { refusedFunctions } from './refused-functions.js'
export { refusedReplacements } from './refused-replacements.js'
export { signatureOf, withSignature } from './function-state.js'
