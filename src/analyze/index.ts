export { type AnalysisOutcome, type ProjectAnalysis, projectAnalysis } from './analyze-project.js'
export { analyzeSource } from './analyze-source.js'
export { type AnalyzedView, analyzeQuery, analyzeView, type ViewNotes } from './analyze-view.js'
export { leakDiagnostics, type LeakPlace } from './determinism/leak-diagnostics.js'
export { locateLeaks } from './determinism/locate-leaks.js'
export { momentDiagnostics, type MomentRules } from './determinism/moment-diagnostics.js'
export { t0Diagnostics, type T0Rules } from './determinism/t0-diagnostics.js'
export {
  type Equivalence,
  proveEquivalence,
  type ReadRelation,
  type ViewVersion,
} from './equivalence/prove-equivalence.js'
export type { IsUnsatisfiable } from './equivalence/same-columns.js'
export {
  type LineageDirection,
  type LineageEdge,
  type LineageEdgeRole,
  LineageGraph,
  type LineageNode,
} from './lineage/lineage-graph.js'
export { pointInTimeDiagnostics } from './point-in-time/point-in-time-diagnostics.js'
export { provePointInTime } from './point-in-time/prove-point-in-time.js'
export { explainNullability, type NullabilityStep } from './nullability/explain-nullability.js'
export { type Claim, claimsOf } from './proofs/claims.js'
export { kindNamed } from './values/value-kinds.js'
export { whyUnbounded } from './values/why-unbounded.js'
