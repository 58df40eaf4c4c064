import {
  currentBuild,
  forgetStamp,
  type HashesAtStart,
  type StampPlace,
  writeStamp,
} from '../../cache/build-stamp.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { MANIFEST } from '../../output/manifest-name.js'
import { buildContext, type BuildContext, type Context } from '../context.js'
import { jsonDiagnostics } from '../json-diagnostics.js'
import type { BuiltProject } from './pipeline.js'
import { SavedCompilation } from './saved-compilation.js'
import { WRITING } from './steps.js'
import type { Tools } from './tools.js'
import { runsBeside } from '../../postgres/embedded/runs-beside.js'

/** Modules from which on loading and compiling all of them takes longer than to save what they declare. */
const SAVED_FROM = 100

/** Status of one generated file. */
export interface FileStatus {
  /** Below the output folder, with forward slashes. */
  readonly path: string
  /** `kept`: no longer generated, but edited by hand, so it is not deleted. */
  readonly status: 'written' | 'unchanged' | 'removed' | 'kept'
}

export interface Build {
  readonly files: readonly FileStatus[]
  /** Information that is not an error. */
  readonly notes: readonly Diagnostic[]
  /** Absolute paths of the files that it was made of. */
  readonly inputs: readonly string[]
}

/**
 * Compiles a project and writes the generated files, all or none. Postgres, esbuild, Kysely and the formatter are only
 * loaded if something has changed. Otherwise a build only hashes some files.
 *
 * @param tools those of a process that builds several times.
 * @throws DiagnosticError with all errors of the project, before anything is written.
 */
export async function build(given: Context, tools?: Tools): Promise<Build> {
  const context = buildContext(given, tools)
  const { compiler, progress, interrupts } = context
  const startedAt = Date.now()
  const atStart: HashesAtStart = new Map()
  const current = currentBuild(context, compiler, atStart)
  if (current) {
    // The manifest lists the files and is not one of them.
    const paths = current.outputs.filter((path) => path !== MANIFEST)
    const files = paths.map((path): FileStatus => ({ path, status: 'unchanged' }))
    return { files, notes: current.notes, inputs: current.inputs }
  }

  const saved = tools ? undefined : new SavedCompilation(context)
  const built = saved ? await builtOnce(context, saved) : await inMemory(context)
  await interrupts.unlessInterrupted()
  progress.step(WRITING)
  const files = await interrupts.uninterrupted(() => write(built, context, startedAt, atStart))
  await saved?.save(built)
  return { files, notes: built.notes, inputs: built.loaded.inputs }
}

async function inMemory(context: BuildContext): Promise<BuiltProject> {
  const { buildInMemory } = await import('./pipeline.js')
  return await buildInMemory(context)
}

/** By a process that builds once, with an engine on the other core from the start. */
async function builtOnce(context: BuildContext, saved: SavedCompilation): Promise<BuiltProject> {
  const ahead = runsBeside() ? (await import('./engine-ahead.js')).engineAhead(context) : undefined
  const tools: Tools = {
    ...(ahead ?? context.tools),
    compiledAgain: () => saved.again(),
    savedFrom: SAVED_FROM,
  }
  try {
    return await inMemory({ ...context, tools })
  } catch (error) {
    if (!saved.isPartOf(error)) throw error
    // What is wrong is said by a build of the whole.
    saved.forget()
    return await inMemory({ ...context, tools })
  } finally {
    await ahead?.close()
  }
}

async function write(
  { loaded, artifacts, notes }: BuiltProject,
  context: StampPlace & BuildContext,
  startedAt: number,
  atStart: HashesAtStart,
): Promise<FileStatus[]> {
  const { writeArtifacts } = await import('../../output/write-files.js')
  const { withManifest } = await import('../../output/with-manifest.js')
  forgetStamp(context)
  const { written, removed, unchanged, kept } = await writeArtifacts(context.outDir, artifacts)
  const made = withManifest(artifacts)
  if (!loaded.readsWorld)
    writeStamp(context, context.compiler, loaded.inputs, made, notes, startedAt, atStart)
  const all = (paths: readonly string[], status: FileStatus['status']) =>
    paths.map((path) => ({ path, status }))
  return [
    ...all(written, 'written'),
    ...all(removed, 'removed'),
    ...all(unchanged, 'unchanged'),
    ...all(kept, 'kept'),
  ]
}

/** JSON output of `fusion build`. */
export const jsonBuild = ({ files, notes }: Build) => ({
  format: 1 as const,
  outcome: files.some(({ status }) => status !== 'unchanged') ? ('built' as const) : ('unchanged' as const),
  files,
  notes: jsonDiagnostics(notes),
})
