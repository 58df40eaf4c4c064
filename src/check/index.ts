export { acceptBaseline, type Accepted } from './compare/accept-baseline.js'
export type { Acceptance, Baseline } from './compare/baseline.js'
export { baselineFiles, type BaselineReading, readBaseline } from './compare/baseline-files.js'
export { type Change, columnOf } from './compare/change.js'
export { checkBaseline } from './compare/check-baseline.js'
export { checkCommitted } from './compare/check-committed.js'
export { checkLive, type LiveError } from './compare/check-live.js'
export { liveStates } from './compare/live-states.js'
export type { FileChange } from './compare/compare-files.js'
export { findImpact, type Affected, type Impact } from './compare/find-impact.js'
export type { RelationState } from './compare/relation-state.js'
export { collatedType, statesOf } from './compare/states-of.js'
export { typeState } from './compare/type-state.js'
export {
  type Against,
  type CheckReport,
  checkReport,
  type CheckSection,
  checkSection,
  type Outcome,
} from './compare/report.js'
export { type ChangedView, changedView, type Proof } from './verdict/changed-view.js'
export { type JudgedRelation, judgeRelation, type SearchResult } from './verdict/judge-relation.js'
export { isEquivalent } from './verdict/is-equivalent.js'
export { overall } from './verdict/version-step.js'
export { mergeStates } from './compare/merge-states.js'
export { unifiedDiff } from './compare/unified-diff.js'
export { refusedFunctions } from './compare/refused-functions.js'
export { refusedReplacements } from './compare/refused-replacements.js'
export { storedAsViews, withoutMissing } from './compare/stored-as-views.js'
export { signatureOf, withSignature } from './compare/function-state.js'
export { statementStarts, withoutStatements } from './compare/without-statements.js'
