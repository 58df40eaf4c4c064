import { relative, resolve } from 'node:path'
import type { InitReport } from '../../app/init/init-project.js'
import { jsonDiagnostics, toJson } from '../../app/json-diagnostics.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { createProgress } from '../progress.js'
import type { Terminal } from '../terminal.js'

export interface InitOptions {
  readonly dir: string
  readonly name: string | undefined
  /** A connection URL; `true` for the one in the environment; no database is asked when neither is given. */
  readonly database: string | true | undefined
  readonly schemas: readonly string[]
  readonly tables: readonly string[]
  readonly keep: boolean
  readonly format: 'text' | 'json'
  readonly quiet: boolean
}

/** `fusion init`: a new project, with sources for the tables of a database when one is named. */
export async function init(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.dir.trim() === '') throw new DiagnosticError([noFolder])
  const { env, cwd } = terminal
  const dir = resolve(cwd, options.dir)
  const progress = createProgress(terminal, options.quiet)
  try {
    const { runInit } = await import('../../app/init/run-init.js')
    const { name, database, schemas, tables, keep } = options
    const report = await runInit({ dir, name, database, schemas, tables, keep, env, step: progress.step })
    progress.end()
    await print(report, options, nextCommands(relative(cwd, dir)), terminal)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

const noFolder = {
  code: 'FS562',
  place: {},
  message: 'the name of the folder is empty',
  hint: 'Name a folder, or leave it out for the current one.',
}

/** What a shell takes for one word. */
const quoted = (path: string): string =>
  /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

const nextCommands = (path: string): readonly string[] => [
  ...(path === '' ? [] : [`cd ${quoted(path.startsWith('-') ? `./${path}` : path)}`]),
  'npm install',
  'npm run build:sql',
  'npm run typecheck',
  'npx fusion baseline accept --reason "first version"',
  'npm run check:sql',
]

async function print(
  { name, files, notes }: InitReport,
  { format, quiet }: InitOptions,
  next: readonly string[],
  { stdout, stderr, env }: Terminal,
): Promise<void> {
  if (format === 'json') {
    stdout.write(
      toJson({ format: 1, outcome: 'created', project: name, files, next, notes: jsonDiagnostics(notes) }),
    )
    return
  }
  for (const { path, status } of files) stdout.write(`${status.padEnd(9)}  ${path}\n`)
  if (quiet) return
  if (notes.length > 0) {
    const { printDiagnostics } = await import('../report/text/print-diagnostics.js')
    const { colorsFor } = await import('../report/text/colors.js')
    stderr.write(`Notes:\n${printDiagnostics(notes, colorsFor(stderr, env))}`)
  }
  stdout.write(`\nNext:\n${next.map((command) => `  ${command}\n`).join('')}`)
}
