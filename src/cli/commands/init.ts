import { basename, dirname, join, relative, resolve } from 'node:path'
import type { InitReport, InitSettings } from '../../app/init/init-project.js'
import { realFolder } from '../../cache/real-folder.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { uninterrupted } from '../interrupt.js'
import { jsonDiagnostics, toJson } from '../json-diagnostics.js'
import { createProgress, type Progress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { withSession } from '../with-session.js'

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
  const given = resolve(terminal.cwd, options.dir)
  // The folder itself may not exist yet; what is above it can be a link all the same.
  const dir = realFolder(join(realFolder(dirname(given)), basename(given)))
  const progress = createProgress(terminal, options.quiet)
  try {
    const report = await run({ ...options, dir }, terminal, progress)
    progress.end()
    await print(report, options, nextCommands(relative(terminal.cwd, given)), terminal)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

async function run(
  { dir, name, keep, database, schemas, tables }: InitOptions,
  { env }: Terminal,
  progress: Progress,
): Promise<InitReport> {
  const { initProject } = await import('../../app/init/init-project.js')
  const write = (work: () => void): Promise<void> => uninterrupted(work)
  const settings: Omit<InitSettings, 'database'> = { dir, name, keep }
  if (database === undefined) {
    if (schemas.length + tables.length > 0) throw new DiagnosticError([noDatabase])
    return initProject({ ...settings, database: undefined }, write)
  }
  const { urlProvider } = await import('../../postgres/url/url-provider.js')
  progress.step('connecting')
  const server = await urlProvider({ databaseUrl: database === true ? undefined : database, env }).start()
  return withSession(server, async (session) => {
    progress.step('reading tables')
    try {
      return await initProject({ ...settings, database: { session, wanted: { schemas, tables } } }, write)
    } catch (error) {
      throw refused(error)
    }
  })
}

const noFolder = {
  code: 'FS562',
  place: {},
  message: 'the name of the folder is empty',
  hint: 'Name a folder, or leave it out for the current one.',
}

const noDatabase = {
  code: 'FS565',
  place: {},
  message: '--schema and --table choose tables of a database, and none is named',
  hint: 'Add --from-database, with a URL or with DATABASE_URL set.',
}

/** Only what Postgres itself has said, and a lost connection, is expected; anything else is a bug. */
function refused(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DiagnosticError) return error
  const isExpected =
    'severity' in error || /^(ECONN|EPIPE|ETIMEDOUT)|Connection terminated/.test(error.message)
  if (!isExpected) return error
  const message = `the database refuses to be read: ${error.message}; nothing was written`
  const hint = 'The role needs to be able to connect and to read the catalogs.'
  return new DiagnosticError([{ code: 'FS566', place: {}, message, hint }], { cause: error })
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
    const { printDiagnostics } = await import('../print-diagnostics.js')
    const { colorsFor } = await import('../colors.js')
    stderr.write(`Notes:\n${printDiagnostics(notes, colorsFor(stderr, env))}`)
  }
  stdout.write(`\nNext:\n${next.map((command) => `  ${command}\n`).join('')}`)
}
