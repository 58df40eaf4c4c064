import type { AnalyzedProject, AnalyzedRelation } from '../model/analyzed-project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import type { Catalogs, ResolvedSource, ResolvedView } from '../resolve/index.js'
import { analyzeSource } from './analyze-source.js'
import { analyzeView } from './analyze-view.js'

/** An analyzed project with its diagnostics. */
export interface AnalysisOutcome {
  /** Without the relations that Postgres refused and those that read them. */
  readonly project: AnalyzedProject
  /** Diagnostics of resolving first. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The analysis of a project whose relations are resolved in parts. */
export interface ProjectAnalysis {
  /** Analyzes a source. */
  addSource(resolved: ResolvedSource): void
  /** Analyzes a view, after everything that it reads. */
  addView(resolved: ResolvedView, catalogs: Catalogs): void
  /** @param resolving the diagnostics of resolving. */
  outcome(resolving: readonly Diagnostic[]): AnalysisOutcome
}

/** @param known Relations that were analyzed before and are not resolved this time, by display name. */
export const projectAnalysis = (
  project: CompiledProject,
  known: ReadonlyMap<string, AnalyzedRelation> = new Map(),
): ProjectAnalysis => {
  const sources = new Map(project.sources.map((source) => [displayName(source), source]))
  const views = new Map(project.views.map((view) => [displayName(view), view]))
  const analyzed = new Map(known)
  const diagnostics: Diagnostic[] = []
  return {
    addSource(resolved) {
      const source = sources.get(displayName(resolved))
      if (source) analyzed.set(displayName(source), analyzeSource(source, resolved))
    },
    addView(resolved, catalogs) {
      const view = views.get(displayName(resolved))
      if (!view) return
      const { relation, diagnostics: found } = analyzeView(resolved, catalogs, analyzed, view)
      analyzed.set(displayName(view), relation)
      diagnostics.push(...found)
    },
    outcome: (resolving) => ({
      project: {
        name: project.name,
        types: project.types,
        ...(project.functions && { functions: project.functions }),
        relations: [...project.sources, ...project.views].flatMap(
          (one) => analyzed.get(displayName(one)) ?? [],
        ),
      },
      diagnostics: [...resolving, ...diagnostics],
    }),
  }
}
