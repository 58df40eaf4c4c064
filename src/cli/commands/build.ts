import { build as buildProject, type Build, jsonBuild } from '../../app/build/build.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion build`. */
export async function build(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const started = performance.now()
  const built = await withContext(options, terminal, buildProject)
  if (options.format === 'json') terminal.stdout.write(toJson(jsonBuild(built)))
  await reportBuild(built, options, terminal, performance.now() - started)
  return EXIT.ok
}

/**
 * Reports a build.
 *
 * @param ms how long it took.
 */
export async function reportBuild(
  { files, notes }: Build,
  { format, quiet, out }: CommonOptions,
  { stdout, stderr, env }: Terminal,
  ms: number,
): Promise<void> {
  const changed = files.filter(({ status }) => status !== 'unchanged')
  if (format === 'text')
    for (const { path, status } of changed) stdout.write(`${status.padEnd(7)}  ${out}/${path}\n`)
  if (quiet) return
  if (notes.length > 0) {
    const { printDiagnostics } = await import('../report/text/print-diagnostics.js')
    const { colorsFor } = await import('../report/text/colors.js')
    stderr.write(`Notes:\n${printDiagnostics(notes, colorsFor(stderr, env))}`)
  }
  const what =
    changed.length > 0
      ? `${changed.length} of ${files.length} files in ${out} changed`
      : `${files.length} files in ${out} are current`
  stderr.write(`${what}, ${(ms / 1000).toFixed(2)} s\n`)
}
