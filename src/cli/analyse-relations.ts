import { analyzeProject } from '../analyze/index.js'
import { embeddedProvider } from '../io/postgres/embedded.js'
import type { AnalysedRelation } from '../model/analysed-project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { resolveViews } from '../resolve/index.js'
import type { Progress } from './progress.js'
import { withSession } from './with-session.js'

/**
 * Has the embedded Postgres resolve some relations of a project, and analyses what it makes of them.
 *
 * @param missing names of the relations that are wanted.
 * @param known what is known of the others.
 * @returns every relation of the project.
 */
export async function analyseRelations(
  project: CompiledProject,
  missing: ReadonlySet<string>,
  known: ReadonlyMap<string, AnalysedRelation>,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<readonly AnalysedRelation[]> {
  progress.step('starting the embedded Postgres')
  const extensions = project.types.some(({ definition }) => definition.kind === 'extension')
  const server = await embeddedProvider({ env, extensions }).start({ report: progress.note })
  const resolution = await withSession(server, (session) => {
    progress.step(`resolving ${missing.size} of ${project.sources.length + project.views.length} relations`)
    return resolveViews(session, project, missing)
  })
  progress.step('analysing them')
  const { project: analysed, diagnostics } = analyzeProject(project, resolution, known)
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
  return analysed.relations
}
