import type { AnalyzedProject, AnalyzedRelation } from '../model/analyzed-project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName } from '../model/relation-name.js'
import type { Resolution } from '../resolve/index.js'
import { analyzeSource } from './analyze-source.js'
import { analyzeView } from './analyze-view.js'

/** An analyzed project with its diagnostics. */
export interface AnalysisOutcome {
  /** Without the relations that Postgres refused and those that read them. */
  readonly project: AnalyzedProject
  /** Diagnostics of resolving first. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Analyzes every view that was resolved, each after those it reads.
 *
 * @param known Relations that were analyzed before and not resolved this time, by display name.
 */
export const analyzeProject = (
  project: CompiledProject,
  resolution: Resolution,
  known: ReadonlyMap<string, AnalyzedRelation> = new Map(),
): AnalysisOutcome => {
  const sources = new Map(resolution.sources.map((source) => [displayName(source), source]))
  const views = new Map(resolution.views.map((view) => [displayName(view), view]))
  const analyzed = new Map<string, AnalyzedRelation>()
  const diagnostics = [...resolution.diagnostics]
  const keepKnown = (name: string): void => {
    const relation = known.get(name)
    if (relation !== undefined) analyzed.set(name, relation)
  }
  for (const source of project.sources) {
    const name = displayName(source)
    const resolved = sources.get(name)
    if (resolved === undefined) keepKnown(name)
    else analyzed.set(name, analyzeSource(source, resolved))
  }
  for (const view of project.views) {
    const name = displayName(view)
    const resolved = views.get(name)
    if (resolved === undefined) keepKnown(name)
    else {
      const { relation, diagnostics: found } = analyzeView(resolved, resolution.catalogs, analyzed, view)
      analyzed.set(name, relation)
      diagnostics.push(...found)
    }
  }
  return {
    project: {
      name: project.name,
      types: project.types,
      ...(project.functions && { functions: project.functions }),
      relations: [...analyzed.values()],
    },
    diagnostics,
  }
}
