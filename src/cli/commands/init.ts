import { relative, resolve } from 'node:path'
import type { InitReport } from '../../app/init/init-project.js'
import { jsonInit, nextCommands } from '../../app/init/json-init.js'
import { toJson } from '../../app/json-diagnostics.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { Terminal } from '../terminal.js'
import { withReporting } from '../with-context.js'

export interface InitOptions {
  readonly dir: string
  readonly name: string | undefined
  /** A connection URL, or `true` to use the environment. Without it no connection is made. */
  readonly database: string | true | undefined
  readonly schemas: readonly string[]
  readonly tables: readonly string[]
  readonly keep: boolean
  readonly format: 'text' | 'json'
  readonly quiet: boolean
}

/** `fusion init`: creates a project, with sources for the tables of a database if one is given. */
export async function init(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.dir.trim() === '') throw new DiagnosticError([noFolder])
  const { cwd } = terminal
  const dir = resolve(cwd, options.dir)
  const report = await withReporting(options.quiet, terminal, async (world) => {
    const { runInit } = await import('../../app/init/run-init.js')
    const { name, database, schemas, tables, keep } = options
    return runInit({ dir, name, database, schemas, tables, keep }, world)
  })
  await print(report, options, nextCommands(relative(cwd, dir)), terminal)
  return EXIT.ok
}

const noFolder: Diagnostic = {
  code: 'FS562',
  place: {},
  message: 'the name of the folder is empty',
  hint: 'Give the name of a folder, or omit it to use the current folder.',
}

async function print(
  report: InitReport,
  { format, quiet }: InitOptions,
  next: readonly string[],
  { stdout, stderr, env }: Terminal,
): Promise<void> {
  if (format === 'json') {
    stdout.write(toJson(jsonInit(report, next)))
    return
  }
  const { files, notes } = report
  for (const { path, status } of files) stdout.write(`${status.padEnd(9)}  ${path}\n`)
  if (quiet) return
  if (notes.length > 0) {
    const { printDiagnostics } = await import('../report/text/print-diagnostics.js')
    const { colorsFor } = await import('../report/text/colors.js')
    stderr.write(`Notes:\n${printDiagnostics(notes, colorsFor(stderr, env))}`)
  }
  stdout.write(`\nNext:\n${next.map((command) => `  ${command}\n`).join('')}`)
}
