import { type AnalysisOutcome, projectAnalysis } from '../../src/analyze/index.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import type { Resolution } from '../../src/resolve/index.js'

/** Analyzes every relation of a project that was resolved as a whole. */
export const analyzeProject = (
  project: CompiledProject,
  resolution: Resolution,
  known?: ReadonlyMap<string, AnalyzedRelation>,
): AnalysisOutcome => {
  const analysis = projectAnalysis(project, known)
  for (const source of resolution.sources) analysis.addSource(source)
  for (const view of resolution.views) analysis.addView(view, resolution.catalogs)
  return analysis.outcome(resolution.diagnostics)
}
