import type { AnalysisCache } from '../../cache/analysis-cache.js'
import type { Locate } from '../../compile/context.js'
import { readAuditPart, readRecreatePart } from '../../postgres/own-sql.js'
import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { Artifact } from '../../model/artifact.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { isOwnSqlFile, runOrder } from '../../model/sql-files.js'
import { analyzeWithCache } from './cached-analysis.js'
import { certifiedLeaks } from './certified-leaks.js'
import { invariantNotes } from './invariant-notes.js'
import { keyNotes } from './key-notes.js'
import { pointInTimeNotes } from './point-in-time-notes.js'
import type { BuildContext, CompileContext } from '../context.js'
import type { CompiledInMemory } from './tools.js'
import { storedLeaks } from './stored-leaks.js'
import { storedNotes } from './stored-notes.js'
import { projectDeclaration } from './project-declaration.js'
import { toSave } from './saved-project.js'
import { LOADING } from './steps.js'
import { unprovenChoices } from './unproven-choices.js'

/** The same, resolved by Postgres and analyzed. */
export interface AnalyzedInMemory extends CompiledInMemory {
  readonly analyzed: AnalyzedProject
}

export type { CompiledInMemory }

/** A project with everything that is generated from it, in memory. */
export interface BuiltProject extends AnalyzedInMemory {
  readonly artifacts: readonly Artifact[]
  /** Information that is not an error. */
  readonly notes: readonly Diagnostic[]
}

/** SQL files below `sql/` in the order in which they must be run, without optional ones. */
export const sqlOrder = ({ files }: CompiledProject, artifacts: readonly Artifact[]): readonly string[] => {
  const names = artifacts.flatMap(({ path }) => (path.startsWith('sql/') ? [path.slice('sql/'.length)] : []))
  return runOrder(
    files,
    names.filter((name) => isOwnSqlFile(name) && !name.startsWith('optional/') && name !== 'install.sql'),
  )
}

/** Loads and compiles a project. Needs no Postgres. */
export async function compileInMemory(context: CompileContext): Promise<CompiledInMemory> {
  const { projectDir, cacheDir, progress, tools } = context
  progress.step(LOADING)
  const again = await tools.compiledAgain(context)
  if (again) return again
  const { loadProject } = await import('../../load/load-project.js')
  const { modules, ...loaded } = await loadProject(projectDir, cacheDir, tools.savedFrom)
  const declaration = projectDeclaration(loaded)

  progress.step('compiling the views')
  const { compileProject, nothingKept } = await import('../../compile/index.js')
  const kept = nothingKept()
  const locate: Locate = (site, column) => loaded.locate(site.trace, column)
  const { project, diagnostics } = compileProject(declaration, locate, undefined, kept)
  if (!project) throw new DiagnosticError(diagnostics)
  const compiled = { loaded, declaration, project }
  const saved = modules && (await toSave(declaration, modules, kept, locate))
  return saved ? { ...compiled, toSave: saved } : compiled
}

async function analyzed(
  context: BuildContext,
  cache: AnalysisCache,
  partOf = (project: CompiledProject): CompiledProject => project,
): Promise<AnalyzedInMemory> {
  const compiled = await compileInMemory(context)
  // Asked for after the build. There is time for it while an engine creates relations.
  compiled.toSave?.onlyDeclare().catch(() => undefined)
  const project = await analyzeWithCache(partOf(compiled.project), cache, context)
  return { ...compiled, analyzed: project }
}

/** For a command that generates nothing. What it finds out is kept for the next one. */
async function analyzedAlone(
  context: BuildContext,
  partOf?: (project: CompiledProject) => CompiledProject,
): Promise<AnalyzedInMemory> {
  const cache = context.tools.openCache(context.cacheDir, context.compiler)
  const found = await analyzed(context, cache, partOf)
  cache.add()
  return found
}

/** Notes of layers that are computed several times for one read. */
async function copyNotes({ loaded, declaration, project }: CompiledInMemory): Promise<readonly Diagnostic[]> {
  const { copiedLayers } = await import('../../compile/index.js')
  return copiedLayers(declaration, project, (site, column) => loaded.locate(site.trace, column))
}

/** Runs the pipeline up to the analysis. */
export const analyzeInMemory = (context: BuildContext): Promise<AnalyzedInMemory> => analyzedAlone(context)

/** The same without deciding invariants, for what does not ask about them. */
export const analyzeWithoutInvariants = (context: BuildContext): Promise<AnalyzedInMemory> =>
  analyzedAlone(context, (project) => {
    const { contracts: _, ...others } = project
    return others
  })

/**
 * Runs the whole pipeline without writing files. Each stage is loaded when it is needed, so that an error in the first
 * module is reported without waiting for Postgres or the formatter.
 *
 * @throws DiagnosticError with all diagnostics of the stage that failed.
 */
export async function buildInMemory(context: BuildContext): Promise<BuiltProject> {
  const cache = context.tools.openCache(context.cacheDir, context.compiler)
  const built = await analyzed(context, cache)
  const ofStored = await storedLeaks(built.project, built.analyzed)
  const leaks = [
    ...unprovenChoices(built.project, built.analyzed),
    ...(await certifiedLeaks(built.project, built.analyzed)),
    ...ofStored.errors,
  ]
  if (leaks.length > 0) throw new DiagnosticError(leaks)

  context.progress.step('generating')
  const { emitArtifacts, emitInstall, emitRecreate, storeNameClashes, trackedOf } =
    await import('../../emit/index.js')
  const clashes = storeNameClashes(built.project, built.analyzed)
  if (clashes.length > 0) throw new DiagnosticError(clashes)
  const { certificationArtifacts } = await import('../../certify/install/index.js')
  const certification = certificationArtifacts(built.project, readAuditPart, built.analyzed)
  const artifacts = [
    ...(await emitArtifacts(built.project, built.analyzed, cache.texts)),
    ...certification,
    emitInstall(built.project.name, sqlOrder(built.project, certification)),
    emitRecreate(
      built.project,
      built.project.certifications.length > 0,
      readRecreatePart,
      trackedOf(built.analyzed),
    ),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1))
  cache.save()
  return {
    ...built,
    artifacts,
    notes: [
      ...keyNotes(built.project, built.analyzed),
      ...storedNotes(built.analyzed),
      ...ofStored.notes,
      ...(await copyNotes(built)),
      ...pointInTimeNotes(built.project),
      ...invariantNotes(built.analyzed),
    ],
  }
}
