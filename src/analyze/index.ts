export { type AnalysisOutcome, analyzeProject } from './analyze-project.js'
export { analyzeSource } from './analyze-source.js'
export { type AnalysedView, analyzeView } from './analyze-view.js'
export { leakDiagnostics } from './determinism/leak-diagnostics.js'
