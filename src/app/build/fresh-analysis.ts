import { analyzeProject, locateLeaks } from '../../analyze/index.js'
import type { TextMemo } from '../../cache/analysis-cache.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledContract, CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { locatedTrees, type Resolution, resolveViews, upstreamClosure } from '../../resolve/index.js'
import type { BuildContext } from '../context.js'
import { type AskSolver, withZ3 } from './ask-solver.js'
import { proveInvariants, type Verdicts, relationsBelow } from './prove-invariants.js'
import { searchEmbedded, searchRows } from './search-rows.js'
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
  const read = new Set([...missing, ...relationsBelow(project, [...contracted, ...entrypoints])])
  const wanted: CompiledProject = { ...project, contracts: unproven }
  const closure = upstreamClosure(wanted, read)

  const analyzeOn = (server: Server, ask: AskSolver | null): Promise<FreshAnalysis | Refused> =>
    withSession(interrupts, server, async (session) => {
      progress.step(`resolving ${missing.size} of ${project.sources.length + project.views.length} relations`)
      const resolution = await resolveViews(session, wanted, read)
      if (resolution.diagnostics.length > 0 && server.kind !== 'embedded') return 'refused'
      progress.step('analyzing them')
      const views = resolution.views.filter((view) => missing.has(displayName(view)))
      const { project: analyzed, diagnostics } = analyzeProject(project, { ...resolution, views }, known)
      if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
      const relations = await located(analyzed.relations, project, { ...resolution, views }, session)
      const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
      const proofs = await provePointsInTime(undated, project, resolution, byName, session)
      if (unproven.length > 0) progress.step('proving invariants')
      const verdicts = await proveInvariants(resolution, byName, ask)
      const refuted =
        server.kind === 'embedded' && isAnyUndecided(verdicts)
          ? await searchRows(session, project, verdicts, context)
          : verdicts
      return { relations, verdicts: refuted, proofs }
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

/** A native Postgres has refused a part of the project. */
type Refused = 'refused'

const isAnyUndecided = (verdicts: Verdicts): boolean =>
  [...verdicts.values()].flat().some(({ verdict }) => verdict === 'undecided')

/** Adds places to the leaks of the relations that Postgres has just resolved. */
async function located(
  relations: readonly AnalyzedRelation[],
  { views, types }: CompiledProject,
  { catalogs, views: resolved }: Resolution,
  session: Session,
): Promise<readonly AnalyzedRelation[]> {
  const names = new Set(resolved.map(displayName))
  const leaking = new Set(
    relations
      .filter(({ leaks }) => leaks.length > 0)
      .map(displayName)
      .filter((name) => names.has(name)),
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
