import { setImmediate } from 'node:timers/promises'
import { locateLeaks, type ProjectAnalysis, projectAnalysis } from '../../analyze/index.js'
import type { TextMemo } from '../../cache/analysis-cache.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledContract, CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import {
  type Catalogs,
  locatedTrees,
  type Resolution,
  type ResolvedView,
  resolveInParts,
  upstreamClosure,
} from '../../resolve/index.js'
import type { BuildContext } from '../context.js'
import { type AskSolver, withZ3 } from './ask-solver.js'
import { allDecided, proveInvariants, type Verdicts, relationsBelow } from './prove-invariants.js'
import { searchEmbedded, searchRows } from './search-rows.js'
import { oneAhead } from './one-ahead.js'
import { startEmbedded, startEngine } from './start-engine.js'
import { type PointInTimeProofs, provePointsInTime } from './prove-points-in-time.js'
import { withSession } from '../with-session.js'

/** What Postgres and the analysis say of a project. */
export interface FreshAnalysis {
  /** Every relation of the project. */
  readonly relations: readonly AnalyzedRelation[]
  /** Of the contracts that were asked for. */
  readonly verdicts: Verdicts
  /** Of the certifications that were asked for. */
  readonly proofs: PointInTimeProofs
}

/**
 * Resolves some relations of a project in Postgres, and analyzes the result.
 *
 * @param missing names of the relations to resolve.
 * @param known the other relations, already analyzed.
 * @param unproven contracts to decide.
 * @param undated certifications whose sources to prove point in time.
 * @param memo answers of the solver.
 */
export async function analyzeRelations(
  project: CompiledProject,
  missing: ReadonlySet<string>,
  known: ReadonlyMap<string, AnalyzedRelation>,
  unproven: readonly CompiledContract[],
  undated: readonly CompiledCertification[],
  memo: TextMemo,
  context: BuildContext,
): Promise<FreshAnalysis> {
  const { progress, interrupts, projectDir, tools } = context
  const entrypoints = undated.map(({ entrypoint }) => entrypoint)
  const contracted = unproven.flatMap(({ dependsOn }) => dependsOn)
  const wanted: CompiledProject = { ...project, contracts: unproven }
  const lookedInto = relationsBelow(project, [...contracted, ...entrypoints])
  const read = new Set([...missing, ...lookedInto])
  const closure = upstreamClosure(wanted, read)

  const analyzeOn = (server: Server, ask: AskSolver | null): Promise<FreshAnalysis | Refused> =>
    withSession(interrupts, server, async (session) => {
      progress.step(`analyzing ${missing.size} of ${project.sources.length + project.views.length} relations`)
      const analysis = projectAnalysis(project, known)
      const resolution = await analyzeInParts(
        analysis,
        resolveInParts(session, wanted, read),
        missing,
        lookedInto,
      )
      if (resolution.diagnostics.length > 0 && server.kind !== 'embedded') return 'refused'
      const { project: analyzed, diagnostics } = analysis.outcome(resolution.diagnostics)
      if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
      const relations = await located(analyzed.relations, project, missing, resolution.catalogs, session)
      const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
      const proofs = await provePointsInTime(undated, project, resolution, byName, session)
      if (unproven.length > 0) progress.step('proving invariants')
      const coming = proveInvariants(resolution, byName, ask)
      const verdicts =
        server.kind === 'embedded' && unproven.length > 0
          ? await searchRows(session, project, coming, context)
          : await allDecided(coming)
      return { relations, verdicts, proofs }
    })

  const analyzeWith = async (ask: AskSolver | null): Promise<FreshAnalysis> => {
    const server = await startEngine(closure, context)
    const found = await analyzeOn(server, ask)
    if (found !== 'refused') {
      if (server.kind === 'embedded' || !isAnyUndecided(found.verdicts)) return found
      return { ...found, verdicts: await searchEmbedded(wanted, found.verdicts, context) }
    }
    // What is refused, and in which words, is for the embedded Postgres to say.
    const again = await analyzeOn(await startEmbedded(closure, context), ask)
    if (again === 'refused') throw new Error('the embedded Postgres has not said what it refuses')
    return again
  }
  return project.solver === undefined || unproven.length === 0
    ? await analyzeWith(null)
    : await withZ3(projectDir, tools, memo, analyzeWith)
}

/**
 * Analyzes some views while Postgres resolves the next.
 *
 * @param missing display names of the views to analyze.
 * @param kept of those whose trees are needed afterwards. The trees of all would fill the memory.
 * @returns what was resolved, with these views.
 */
async function analyzeInParts(
  analysis: ProjectAnalysis,
  parts: AsyncGenerator<Resolution>,
  missing: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): Promise<Omit<Resolution, 'sources'>> {
  const views: ResolvedView[] = []
  let last: Resolution | undefined
  for await (const part of oneAhead(parts)) {
    for (const source of part.sources) analysis.addSource(source)
    for (const view of part.views) {
      if (missing.has(displayName(view))) analysis.addView(view, part.catalogs)
      if (kept.has(displayName(view))) views.push(view)
      // Postgres is asked for more between two views.
      await setImmediate()
    }
    last = part
  }
  if (last === undefined) throw new Error('a resolution ends with its contracts and diagnostics')
  return { ...last, views }
}

/** A native Postgres has refused a part of the project. */
type Refused = 'refused'

const isAnyUndecided = (verdicts: Verdicts): boolean =>
  [...verdicts.values()].flat().some(({ verdict }) => verdict === 'undecided')

/** Adds places to the leaks of the views that Postgres has just resolved. */
async function located(
  relations: readonly AnalyzedRelation[],
  { views, types }: CompiledProject,
  resolved: ReadonlySet<string>,
  catalogs: Catalogs,
  session: Session,
): Promise<readonly AnalyzedRelation[]> {
  const leaking = new Set(
    relations
      .filter(({ leaks }) => leaks.length > 0)
      .map(displayName)
      .filter((name) => resolved.has(name)),
  )
  if (leaking.size === 0) return relations
  const trees = await locatedTrees(
    session,
    views.filter((view) => leaking.has(displayName(view))),
    types,
  )
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  return relations.map((relation) => {
    const tree = trees.get(displayName(relation))
    return tree ? { ...relation, leaks: locateLeaks(relation.leaks, tree, catalogs, byName) } : relation
  })
}
