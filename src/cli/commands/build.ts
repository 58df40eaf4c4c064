import { currentOutputs, forgetStamp, type StampPlace, writeStamp } from '../../cache/build-stamp.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { uninterrupted } from '../../app/interrupts.js'
import { jsonDiagnostics, toJson } from '../../app/json-diagnostics.js'
import type { BuiltProject } from '../../app/build/pipeline.js'
import { createProgress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { type CommonOptions, foldersOf } from './folders.js'

/** What became of one generated file. */
interface FileStatus {
  readonly path: string
  /** `kept`: it is not generated any more, but somebody has changed it since, and it is theirs now. */
  readonly status: 'written' | 'unchanged' | 'removed' | 'kept'
}

/**
 * `fusion build`. Postgres, esbuild, Kysely and the formatter are only loaded once it is clear that something has
 * changed; until then the whole build is the hashing of some files.
 */
export async function build(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const started = performance.now()
  const { projectDir, outDir } = foldersOf(options, terminal)
  const cacheDir = projectCacheDir(projectDir, terminal.env)
  const place: StampPlace = { cacheDir, projectDir, outDir }
  const compiler = fingerprintCompiler()

  const current = currentOutputs(place, compiler)
  if (current) {
    await report(
      options,
      terminal,
      started,
      current.map((path) => ({ path, status: 'unchanged' })),
      [],
    )
    return EXIT.ok
  }

  const startedAt = Date.now()
  const progress = createProgress(terminal, options.quiet)
  try {
    const { buildInMemory } = await import('../../app/build/pipeline.js')
    const built = await buildInMemory({ projectDir, cacheDir, env: terminal.env, compiler, progress })
    progress.step('writing files')
    const files = await uninterrupted(() => write(built, place, compiler, startedAt))
    progress.end()
    await report(options, terminal, started, files, built.notes)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

async function write(
  { loaded, artifacts }: BuiltProject,
  place: StampPlace,
  compiler: string,
  startedAt: number,
): Promise<FileStatus[]> {
  const { writeArtifacts } = await import('../../output/write-files.js')
  const { withManifest } = await import('../../output/with-manifest.js')
  forgetStamp(place)
  const { written, removed, unchanged, kept } = await writeArtifacts(place.outDir, artifacts)
  const made = withManifest(artifacts)
  if (!loaded.readsWorld) writeStamp(place, compiler, loaded.inputs, made, startedAt)
  const all = (paths: readonly string[], status: FileStatus['status']) =>
    paths.map((path) => ({ path, status }))
  return [
    ...all(written, 'written'),
    ...all(removed, 'removed'),
    ...all(unchanged, 'unchanged'),
    ...all(kept, 'kept'),
  ]
}

async function report(
  { format, quiet, out }: CommonOptions,
  { stdout, stderr, env }: Terminal,
  started: number,
  files: readonly FileStatus[],
  notes: readonly Diagnostic[],
): Promise<void> {
  const changed = files.filter(({ status }) => status !== 'unchanged')
  if (format === 'json')
    stdout.write(
      toJson({
        format: 1,
        outcome: changed.length > 0 ? 'built' : 'unchanged',
        files,
        notes: jsonDiagnostics(notes),
      }),
    )
  else for (const { path, status } of changed) stdout.write(`${status.padEnd(7)}  ${out}/${path}\n`)
  if (quiet) return
  if (notes.length > 0) {
    const { printDiagnostics } = await import('../report/text/print-diagnostics.js')
    const { colorsFor } = await import('../report/text/colors.js')
    stderr.write(`Notes:\n${printDiagnostics(notes, colorsFor(stderr, env))}`)
  }
  const took = `${((performance.now() - started) / 1000).toFixed(2)} s`
  const what =
    changed.length > 0
      ? `${changed.length} of ${files.length} files changed`
      : `${files.length} files are current`
  stderr.write(`${what}, ${took}\n`)
}
