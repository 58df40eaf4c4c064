import { Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_SEARCH } from '../app/check/search-settings.js'
import { ownPackage } from '../app/package.js'
import { addCapture, addCertification, addExport, addRefresh } from './certification-program.js'
import { common, type Raw, withCommon, withEngine, withReporting } from './options.js'
import type { ExitCode } from './exit-codes.js'
import { HELP } from './help/help.js'
import type { Terminal } from './terminal.js'

/** The parsed command line, and its exit code once it has run. */
export interface Invocation {
  command: string
  format: 'text' | 'json'
  debug: boolean
  code: ExitCode
}

const nonEmpty = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('--reason must not be empty.')
  return text
}

const wholeNumber =
  (most: number, least = 1) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}, got ${text}.`)
  }

/** Limits run time: the plain form groups all rows again for each row it joins. */
const MOST_ROWS = 5000
const MOST_SEED = 2 ** 31 - 1
const MOST_DEPTH = 1000
const MOST_TRIES = 1000

interface RawDemo {
  readonly provider?: string
  readonly databaseUrl?: string
  readonly entrypoint?: string
}

interface RawInit {
  readonly name?: string
  readonly fromDatabase?: string | true
  readonly schema?: readonly string[]
  readonly table?: readonly string[]
  readonly keep?: true
}

const each = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

interface RawInspect {
  readonly databaseUrl?: string
  readonly schema?: readonly string[]
  readonly out?: string
}

/** Parsed options of `check`. */
interface RawCheck {
  readonly databaseUrl?: string
  readonly database?: true
  readonly meaning?: true
  readonly rows?: number
  readonly seed?: number
  readonly tries: number
  readonly equivalent?: true
}

/**
 * The command line. Commands are loaded on demand, so that `--help` and a build without changes stay fast.
 *
 * @param invocation is filled in.
 */
export function createProgram(terminal: Terminal, invocation: Invocation): Command {
  const finish = (code: ExitCode): void => void (invocation.code = code)
  const program = new Command('fusion')
    .description('Compiles feature store layers declared in TypeScript to Postgres views and row types.')
    .version(ownPackage().version, '-V, --version')
    .addHelpText('after', HELP.program)
    .hook('preAction', (_, action) => {
      const { format, debug = false }: Raw = action.opts()
      Object.assign(invocation, { command: action.name(), format, debug })
    })

  withReporting(program.command('init'))
    .summary('create a project that builds right away')
    .description(
      'Creates a project: config, sources, a view, tsconfig, scripts and a workflow. Writes all files or none. Existing ' +
        'files are never overwritten; an existing package.json is extended.',
    )
    .argument('[dir]', 'folder of the project', '.')
    .option('--name <name>', 'name of the project (default: name of its package or folder)')
    .option(
      '--from-database [url]',
      'create sources for the tables of this database, or of the one in the environment',
    )
    .option('--schema <schema>', 'only the tables of this schema; may be repeated', each)
    .option('--table <schema.table>', 'this table or view; may be repeated', each)
    .option('--keep', 'keep existing files and write the others')
    .addHelpText('after', HELP.init)
    .action(async (dir: string, options: Raw & RawInit) => {
      const { init } = await import('./commands/init.js')
      const { name, fromDatabase: database, schema: schemas = [], table: tables = [], keep = false } = options
      const { format, quiet = false } = options
      finish(await init({ dir, name, database, schemas, tables, keep, format, quiet }, terminal))
    })

  withEngine(withCommon(program.command('build')))
    .summary('write the SQL, row types and catalog of a project')
    .description('Compiles a project and writes the generated files, all or none.')
    .option('-w, --watch', 'build again after each change, until Ctrl-C')
    .addHelpText('after', HELP.build)
    .action(async (options: Raw & { readonly watch?: true }) => {
      if (options.watch) {
        const { watch } = await import('./commands/watch.js')
        return finish(await watch(common(options), terminal))
      }
      const { build } = await import('./commands/build.js')
      finish(await build(common(options), terminal))
    })

  withEngine(withCommon(program.command('check')))
    .summary('compare a project with its committed, accepted and live state')
    .description(
      'Compiles a project in memory, reports what differs and what the differences affect downstream.',
    )
    .option('--database-url <url>', 'also compare with this live database')
    .option('--database', 'also compare with the live database in DATABASE_URL or PG*')
    .option('--meaning', 'also compare each view with its plain form, over generated rows')
    .addOption(
      new Option('--rows <n>', 'rows to generate for each source; rows with a duplicate key are dropped')
        .argParser(wholeNumber(MOST_ROWS))
        .implies({ meaning: true }),
    )
    .addOption(
      new Option('--seed <n>', 'seed for generating rows')
        .argParser(wholeNumber(MOST_SEED))
        .implies({ meaning: true }),
    )
    .option('--equivalent', 'exit with 0 if every change is in comments or proven equivalent')
    .addOption(
      new Option('--tries <n>', 'how often rows are drawn to show what a change does; 0 for never')
        .argParser(wholeNumber(MOST_TRIES, 0))
        .default(DEFAULT_SEARCH.tries),
    )
    .addHelpText('after', HELP.check)
    .action(async (options: Raw & RawCheck) => {
      const { check } = await import('./commands/check.js')
      const database = options.databaseUrl ?? options.database
      const { rows = 1000, seed = 1, tries, equivalent = false } = options
      const meaning = options.meaning ? { rows, seed } : undefined
      const search = { ...DEFAULT_SEARCH, tries }
      finish(await check({ ...common(options), database, meaning, search, equivalent }, terminal))
    })

  const baseline = program
    .command('baseline')
    .summary('the accepted state that check and certify compare with')
    .description(
      'Shows or updates the accepted state of a project: its definitions and the data of a database.',
    )
    .addHelpText('after', HELP.baseline)
  withEngine(withCommon(baseline.command('accept')))
    .description('Accepts the current compiled definitions and records who accepted them, when and why.')
    .requiredOption('-r, --reason <text>', 'reason for the change', nonEmpty)
    .addHelpText('after', HELP.accept)
    .action(async (options: Raw & { readonly reason: string }) => {
      const { baselineAccept } = await import('./commands/baseline.js')
      finish(await baselineAccept({ ...common(options), reason: options.reason }, terminal))
    })
  withCommon(baseline.command('show'))
    .description('Lists the acceptances, oldest first.')
    .addHelpText('after', HELP.show)
    .action(async (options: Raw) => {
      const { baselineShow } = await import('./commands/baseline.js')
      finish(await baselineShow(common(options), terminal))
    })
  addCapture(baseline, terminal, finish)
  addRefresh(program, terminal, finish)
  addExport(program, terminal, finish)
  addCertification(program, terminal, finish)

  withEngine(withCommon(program.command('demo')))
    .summary('build the store over generated rows and query it')
    .description(
      'Starts a Postgres, loads the upstream rows of the demo, builds the store, runs its queries, and shows how ' +
        'certification and the guard work.',
    )
    .option('--provider <kind>', 'embedded, native, url or docker')
    .option('--database-url <url>', 'use this server; it must not contain relations of the project')
    .option('--entrypoint <schema.view>', 'show only this certification of the project')
    .addHelpText('after', HELP.demo)
    .action(async (options: Raw & RawDemo) => {
      const { demo } = await import('./commands/demo.js')
      const { provider, databaseUrl, entrypoint } = options
      finish(await demo({ ...common(options), provider, databaseUrl, entrypoint }, terminal))
    })

  const explained = withEngine(withCommon(program.command('explain')))
    .summary('explain a diagnostic, a view or a column')
    .description(
      'Explains a diagnostic code, or a view, source, layer or column: types, why a column can be NULL, lineage, leaks, SQL.',
    )
    .argument('[subject]', 'a code such as FS152, schema.view, schema.view.column, a source or a layer')
    .option('--list', 'list every code with its title')
    .option('--sql', 'for a relation: print its SQL in plain and compiled form, and that of its layers')
    .option('--tree', 'print the query tree of a view or column as analyzed by Postgres')
    .addHelpText('after', HELP.explain)
    .action(
      async (
        subject: string | undefined,
        options: Raw & { readonly list?: true; readonly sql?: true; readonly tree?: true },
      ) => {
        if (subject === undefined && !options.list) explained.error("error: missing argument 'subject'")
        const { explain, listCodes } = await import('./commands/explain.js')
        const { sql = false, tree = false } = options
        finish(
          subject === undefined
            ? listCodes(common(options), terminal)
            : await explain(subject, { ...common(options), sql, tree }, terminal),
        )
      },
    )

  withEngine(withCommon(program.command('lineage')))
    .summary('show what a column is made of, or what depends on it')
    .description(
      'Follows a column through all views: upstream to the columns of sources that it is made of, or downstream to ' +
        'everything that depends on it.',
    )
    .argument('<column>', 'schema.view.column; the schema is optional')
    .addOption(new Option('--upstream', 'show what it is made of (default)').conflicts('downstream'))
    .option('--downstream', 'show what depends on it')
    .addOption(new Option('--depth <n>', 'follow at most this many steps').argParser(wholeNumber(MOST_DEPTH)))
    .addHelpText('after', HELP.lineage)
    .action(
      async (column: string, options: Raw & { readonly downstream?: true; readonly depth?: number }) => {
        const { lineage } = await import('./commands/lineage.js')
        const { downstream, depth } = options
        const direction = downstream ? 'downstream' : 'upstream'
        finish(await lineage(column, { ...common(options), direction, depth }, terminal))
      },
    )

  const inspected = withReporting(program.command('inspect'))
    .summary('analyze views of a database that were written by hand')
    .description(
      'Reads views of a database and finds out, without any declaration, which columns can be NULL, which values they ' +
        'have, what is known together, and the columns of tables that they are made of. Writes row types if asked to.',
    )
    .argument('[schema.view...]', 'views; a table is described by its constraints')
    .option('--database-url <url>', 'read this database instead of the one in DATABASE_URL or PG*')
    .option('--schema <schema>', 'all views of this schema; may be repeated', each)
    .option('-o, --out <file.ts>', 'write row types to this file')
    .addHelpText('after', HELP.inspect)
    .action(async (views: readonly string[], options: Raw & RawInspect) => {
      const { databaseUrl, schema: schemas = [], out, format, quiet = false } = options
      if (views.length === 0 && schemas.length === 0)
        inspected.error('error: no view is named; give schema.view or --schema')
      const { inspect } = await import('./commands/inspect.js')
      finish(await inspect({ views, schemas, databaseUrl, out, format, quiet }, terminal))
    })

  for (const command of allCommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError(`(fusion ${pathOf(command)}--help lists commands and options)`)
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      })
  }
  return program
}

const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)]

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)}${command.name()} ` : ''
