import { analyzeProject, locateLeaks } from '../../analyze/index.js'
import { embeddedProvider } from '../../postgres/embedded/embedded-provider.js'
import type { Session } from '../../postgres/session.js'
import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { locatedTrees, type Resolution, resolveViews } from '../../resolve/index.js'
import type { BuildContext } from '../context.js'
import { withSession } from '../with-session.js'

/**
 * Resolves some relations of a project in the embedded Postgres, and analyzes the result.
 *
 * @param missing names of the relations to resolve.
 * @param known the other relations, already analyzed.
 * @returns every relation of the project.
 */
export async function analyzeRelations(
  project: CompiledProject,
  missing: ReadonlySet<string>,
  known: ReadonlyMap<string, AnalyzedRelation>,
  { env, progress, interrupts }: BuildContext,
): Promise<readonly AnalyzedRelation[]> {
  progress.step('starting the embedded Postgres')
  const extensions = project.types.some(({ definition }) => definition.kind === 'extension')
  const relations = project.sources.length + project.views.length
  const server = await embeddedProvider({ env, extensions, relations }).start({ report: progress.note })
  return await withSession(interrupts, server, async (session) => {
    progress.step(`resolving ${missing.size} of ${relations} relations`)
    const resolution = await resolveViews(session, project, missing)
    progress.step('analyzing them')
    const { project: analyzed, diagnostics } = analyzeProject(project, resolution, known)
    if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
    return located(analyzed.relations, project, resolution, session)
  })
}

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
