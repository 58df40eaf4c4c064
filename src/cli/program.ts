import { Command, InvalidArgumentError, Option } from 'commander'
import { ownPackage } from '../app/package.js'
import { addCapture, addCertification } from './certification-program.js'
import { common, type Raw, withCommon, withReporting } from './options.js'
import type { ExitCode } from './exit-codes.js'
import { HELP } from './help/help.js'
import type { Terminal } from './terminal.js'

/** What is known of a command line once it is parsed, and its exit code once it has run. */
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
  (most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}, got ${text}.`)
  }

/** The plain form groups all rows for each row that it joins them to. */
const MOST_ROWS = 5000
const MOST_SEED = 2 ** 31 - 1

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

/** Options of `check` as they are parsed. */
interface RawCheck {
  readonly databaseUrl?: string
  readonly database?: true
  readonly meaning?: true
  readonly rows?: number
  readonly seed?: number
}

/**
 * The command line. What a command does is loaded when it is asked for, so that `--help` and a build with nothing to
 * do stay quick.
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
    .summary('write a new project that builds at once')
    .description(
      'Writes a new project, all files or none: config, sources, a view, tsconfig, scripts, a workflow. A file that ' +
        'exists is never overwritten; an existing package.json is extended.',
    )
    .argument('[dir]', 'folder of the project', '.')
    .option('--name <name>', 'name of the project, otherwise that of its package or folder')
    .option(
      '--from-database [url]',
      'sources for the tables of this database, or of the one in the environment',
    )
    .option('--schema <schema>', 'only the tables of this schema; may be repeated', each)
    .option('--table <schema.table>', 'this table or view; may be repeated', each)
    .option('--keep', 'keep files that exist as they are, and write the others')
    .addHelpText('after', HELP.init)
    .action(async (dir: string, options: Raw & RawInit) => {
      const { init } = await import('./commands/init.js')
      const { name, fromDatabase: database, schema: schemas = [], table: tables = [], keep = false } = options
      const { format, quiet = false } = options
      finish(await init({ dir, name, database, schemas, tables, keep, format, quiet }, terminal))
    })

  withCommon(program.command('build'))
    .summary('write the SQL, row types and catalog of a project')
    .description('Compiles a project and writes what is generated from it, all files or none.')
    .addHelpText('after', HELP.build)
    .action(async (options: Raw) => {
      const { build } = await import('./commands/build.js')
      finish(await build(common(options), terminal))
    })

  withCommon(program.command('check'))
    .summary('compare a project with what is committed, accepted and live')
    .description(
      'Compiles a project in memory and reports what differs from it and what that affects downstream.',
    )
    .option('--database-url <url>', 'compare with this live database too')
    .option('--database', 'compare with the live database that DATABASE_URL or PG* name')
    .option('--meaning', 'compare each view with the plain reading of its declaration, over generated rows')
    .addOption(
      new Option('--rows <n>', 'rows to generate for each source; one whose key is taken is left out')
        .argParser(wholeNumber(MOST_ROWS))
        .implies({ meaning: true }),
    )
    .addOption(
      new Option('--seed <n>', 'another seed generates other rows')
        .argParser(wholeNumber(MOST_SEED))
        .implies({ meaning: true }),
    )
    .addHelpText('after', HELP.check)
    .action(async (options: Raw & RawCheck) => {
      const { check } = await import('./commands/check.js')
      const database = options.databaseUrl ?? options.database
      const { rows = 1000, seed = 1 } = options
      const meaning = options.meaning ? { rows, seed } : undefined
      finish(await check({ ...common(options), database, meaning }, terminal))
    })

  const baseline = program
    .command('baseline')
    .summary('the accepted state that check and certify compare with')
    .description(
      'Shows or moves the accepted baseline of a project: what it compiles to, and the data of a database.',
    )
    .addHelpText('after', HELP.baseline)
  withCommon(baseline.command('accept'))
    .description('Accepts what the project compiles to now, and writes down who did, when and why.')
    .requiredOption('-r, --reason <text>', 'why the definitions may change', nonEmpty)
    .addHelpText('after', HELP.accept)
    .action(async (options: Raw & { readonly reason: string }) => {
      const { baselineAccept } = await import('./commands/baseline.js')
      finish(await baselineAccept({ ...common(options), reason: options.reason }, terminal))
    })
  withCommon(baseline.command('show'))
    .description('Lists what was accepted, the oldest first.')
    .addHelpText('after', HELP.show)
    .action(async (options: Raw) => {
      const { baselineShow } = await import('./commands/baseline.js')
      finish(await baselineShow(common(options), terminal))
    })
  addCapture(baseline, terminal, finish)
  addCertification(program, terminal, finish)

  withCommon(program.command('demo'))
    .summary('build the store over invented rows and query it')
    .description(
      'Starts a Postgres, loads the upstream rows of the demo, builds the store, runs its queries, and shows what ' +
        'certification and guard do.',
    )
    .option('--provider <kind>', 'embedded, native, url or docker')
    .option('--database-url <url>', 'use this server; refused when it has anything of the project')
    .option('--entrypoint <schema.view>', 'of a project with several certifications, show this one alone')
    .addHelpText('after', HELP.demo)
    .action(async (options: Raw & RawDemo) => {
      const { demo } = await import('./commands/demo.js')
      const { provider, databaseUrl, entrypoint } = options
      finish(await demo({ ...common(options), provider, databaseUrl, entrypoint }, terminal))
    })

  const explained = withCommon(program.command('explain'))
    .summary('say what a diagnostic means, or what the compiler knows of a view or column')
    .description(
      'Explains a diagnostic code, or a view, source, layer or column: types, why a column can be NULL, lineage, leaks, SQL.',
    )
    .argument('[subject]', 'a code such as FS152, schema.view, schema.view.column, a source or a layer')
    .option('--list', 'every code with its title')
    .option('--sql', 'of a relation: its SQL, as it is meant and as it is compiled, and that of its layers')
    .option('--tree', 'the query of a view, or the part of a column, as Postgres analyzed it')
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

  for (const command of allCommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError(`(fusion ${pathOf(command)}--help shows what there is)`)
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
