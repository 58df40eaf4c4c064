import type { ProjectDeclaration } from '../declare/project.js'
import { openAnalysisCache } from '../io/analysis-cache.js'
import { readAuditPart } from '../io/audit-sql.js'
import type { LoadedProject } from '../io/load-project.js'
import type { AnalysedProject } from '../model/analysed-project.js'
import type { Artifact } from '../model/artifact.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { analyseProject } from './analyse-project.js'
import type { Progress } from './progress.js'
import { projectDeclaration } from './project-declaration.js'

/** A project with everything that is generated from it, in memory. */
export interface BuiltProject {
  readonly loaded: LoadedProject
  readonly declaration: ProjectDeclaration
  readonly project: CompiledProject
  readonly analysed: AnalysedProject
  readonly artifacts: readonly Artifact[]
}

export interface BuildContext {
  readonly projectDir: string
  readonly cacheDir: string
  readonly env: NodeJS.ProcessEnv
  /** Fingerprint of the compiler. */
  readonly compiler: string
  readonly progress: Progress
}

/**
 * Runs the whole pipeline up to the point where files would be written. Each stage is loaded when its turn comes: a
 * project with a fault in its first module is told so without waiting for Postgres or the formatter.
 *
 * @throws DiagnosticError with everything that the stage that failed has found.
 */
export async function buildInMemory({
  projectDir,
  cacheDir,
  env,
  compiler,
  progress,
}: BuildContext): Promise<BuiltProject> {
  progress.step('loading the declarations')
  const { loadProject } = await import('../io/load-project.js')
  const loaded = await loadProject(projectDir, cacheDir)
  const declaration = projectDeclaration(loaded)

  progress.step('compiling the views')
  const { compileProject } = await import('../compile/index.js')
  const { project, diagnostics } = compileProject(declaration, (site) => loaded.locate(site.trace))
  if (!project) throw new DiagnosticError(diagnostics)

  const cache = openAnalysisCache(cacheDir, compiler)
  const analysed = await analyseProject(project, cache, env, progress)

  progress.step('generating')
  const { emitArtifacts } = await import('../emit/index.js')
  const { certificationArtifacts } = await import('../certify/index.js')
  const artifacts = [
    ...(await emitArtifacts(project, analysed, cache.texts)),
    ...certificationArtifacts(project, readAuditPart),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  cache.save()
  return { loaded, declaration, project, analysed, artifacts }
}
