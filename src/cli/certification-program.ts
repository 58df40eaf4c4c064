import { type Command, InvalidArgumentError, Option } from 'commander'
import { CERTIFICATION_HELP } from './help/certification-help.js'
import { common, type Raw, withCommon, withEngine, withReporting } from './options.js'
import type { ExitCode } from './exit-codes.js'
import type { Terminal } from './terminal.js'

type RawDatabase = Raw & { readonly databaseUrl?: string; readonly entrypoint?: string }
type RawExport = RawDatabase & {
  readonly from: string
  readonly to: string
  readonly partition?: 'day'
  readonly t0?: true
  readonly overwrite?: true
  readonly croissant?: true
  readonly openlineage?: true
}
type VerifyOptions = RawDatabase & { shuffle?: true; future?: true; rows?: number; seed?: number }

const INT4_MAX = 2 ** 31 - 1

const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= INT4_MAX) return value
  throw new InvalidArgumentError('Expected a whole number of 1 or more.')
}

const withUrl = (command: Command): Command =>
  withCommon(command).option(
    '--database-url <url>',
    'connect to this database instead of the one in DATABASE_URL or PG*',
  )

const withDatabase = (command: Command): Command =>
  withUrl(command).option('--entrypoint <schema.view>', 'only this certification of the project')

const database = (options: RawDatabase) => ({
  ...common(options),
  databaseUrl: options.databaseUrl,
  entrypoint: options.entrypoint,
})

/** `fusion baseline capture`. */
export function addCapture(baseline: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  withDatabase(baseline.command('capture'))
    .summary('record the data of a database as the baseline')
    .description(
      'Makes the database record the days of its data. Certification compares later data with them.',
    )
    .option('--days <n>', 'number of latest days (default: as declared in the project)', wholeNumber)
    .option('--replace', 'also replace the baseline of days that have drifted')
    .option('--definitions', 'also accept the current definitions in the database')
    .addHelpText('after', CERTIFICATION_HELP.capture)
    .action(async (options: RawDatabase & { days?: number; replace?: true; definitions?: true }) => {
      const { baselineCapture } = await import('./commands/capture.js')
      const { days, replace = false, definitions = false } = options
      finish(await baselineCapture({ ...database(options), days, replace, definitions }, terminal))
    })
}

/** `fusion refresh`. */
export function addRefresh(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  withUrl(program.command('refresh'))
    .summary('bring the stored relations of a database up to date')
    .description(
      'Refreshes the stored relations of the project, each after those that it reads and in a transaction of its own.',
    )
    .option('--only <schema.relation...>', 'only these relations')
    .option('--full', 'compute all rows even if few have changed')
    .option('--dry-run', 'only show what would be done')
    .addHelpText('after', CERTIFICATION_HELP.refresh)
    .action(async (options: RawDatabase & { only?: readonly string[]; full?: true; dryRun?: true }) => {
      const { refresh } = await import('./commands/refresh.js')
      const { databaseUrl, only = [], full = false, dryRun = false } = options
      finish(await refresh({ ...common(options), databaseUrl, only, full, dryRun }, terminal))
    })
}

const DAY = /^\d{4}-\d\d-\d\d$/

const day = (text: string): string => {
  if (DAY.test(text)) return text
  throw new InvalidArgumentError('Expected a UTC day such as 2025-01-31.')
}

/** `fusion export`. Its --out is what it writes. */
export function addExport(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  withEngine(
    withReporting(
      program.command('export').option('-p, --project <dir>', 'folder that contains fusion.config.ts', '.'),
    ),
  )
    .summary('write the certified rows of some days as Parquet')
    .description(
      'Reads the guarded view under its certificate and in one snapshot, and writes a training set with a sidecar.',
    )
    .requiredOption('--from <day>', 'first UTC day of the T0, such as 2025-01-01', day)
    .requiredOption('--to <day>', 'last UTC day, included', day)
    .requiredOption('-o, --out <file>', 'the file; with --partition, the folder')
    .addOption(new Option('--partition <by>', 'one file for each day').choices(['day']))
    .option('--t0', 'also the T0 of each row, where the guarded view leaves it out')
    .option('--croissant', 'also describe the data set as Croissant JSON-LD')
    .option('--openlineage', 'also write an OpenLineage event of the export')
    .option('--overwrite', 'replace what is there')
    .option('--database-url <url>', 'connect to this database instead of the one in DATABASE_URL or PG*')
    .option('--entrypoint <schema.view>', 'the certification, where the project has several')
    .addHelpText('after', CERTIFICATION_HELP.export)
    .action(async (options: RawExport) => {
      const { exportCommand } = await import('./commands/export.js')
      const { out, from, to, partition, t0 = false, overwrite = false, databaseUrl, entrypoint } = options
      const { croissant = false, openlineage = false } = options
      finish(
        await exportCommand(
          {
            ...common({ ...options, out: 'generated' }),
            from,
            to,
            partition,
            t0,
            overwrite,
            croissant,
            openlineage,
            databaseUrl,
            entrypoint,
            target: out,
          },
          terminal,
        ),
      )
    })
}

/** Adds the commands for certification in a database. */
export function addCertification(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  withDatabase(program.command('certify'))
    .summary('run the gates in a database and write the verdict')
    .description('Runs the certification of the project in the database and reports the result.')
    .option('--days <n>', 'number of latest days to compare: 3 daily, 30 weekly', wholeNumber, 3)
    .option('--update-baselines', 'make the checked days the new baseline')
    .addHelpText('after', CERTIFICATION_HELP.certify)
    .action(async (options: RawDatabase & { days: number; updateBaselines?: true }) => {
      const { certify } = await import('./commands/certify.js')
      const { days, updateBaselines = false } = options
      finish(await certify({ ...database(options), days, updateBaselines }, terminal))
    })

  withDatabase(program.command('status'))
    .summary('show whether a store may be read, and if not, why')
    .description(
      'Shows the registered certificates of the project and asks the guard whether reads are allowed.',
    )
    .option('--history <n>', 'also list the latest n events', wholeNumber)
    .addHelpText('after', CERTIFICATION_HELP.status)
    .action(async (options: RawDatabase & { history?: number }) => {
      const { status } = await import('./commands/status.js')
      finish(await status({ ...database(options), history: options.history ?? 0 }, terminal))
    })

  withDatabase(program.command('doctor'))
    .summary('check whether a database is ready for an installation')
    .description('Checks the audit schema, roles, privileges and indexes in a database. Writes nothing.')
    .addHelpText('after', CERTIFICATION_HELP.doctor)
    .action(async (options: RawDatabase) => {
      const { doctor } = await import('./commands/doctor.js')
      finish(await doctor(database(options), terminal))
    })

  withEngine(withDatabase(program.command('verify')))
    .summary('check the keys and invariants of a store and count its values')
    .description(
      'Checks keys and invariants against the rows in a database, and counts the values of columns.',
    )
    .option(
      '--shuffle',
      'instead, read each view several times over the same rows in different orders and plans',
    )
    .addOption(
      new Option(
        '--future',
        'instead, record rows after sampled T0s, and check that rows with an earlier T0 stay as they are',
      ).conflicts('shuffle'),
    )
    .addOption(
      new Option(
        '--rows <n>',
        'rows to generate for each source, or the maximum to copy from a database; implies --shuffle without --future',
      ).argParser(wholeNumber),
    )
    .addOption(
      new Option(
        '--seed <n>',
        'seed for generating, sampling and shuffling rows; implies --shuffle without --future',
      ).argParser(wholeNumber),
    )
    .addHelpText('after', CERTIFICATION_HELP.verify)
    .action(async (options: VerifyOptions) => {
      const { rows, seed, future = false, shuffle = rows !== undefined || seed !== undefined } = options
      if (future) {
        const { verifyFuture } = await import('./commands/verify-future.js')
        return finish(await verifyFuture({ ...database(options), rows, seed: seed ?? 1 }, terminal))
      }
      if (!shuffle) {
        const { verify } = await import('./commands/verify.js')
        return finish(await verify(database(options), terminal))
      }
      const { verifyShuffle } = await import('./commands/verify-shuffle.js')
      finish(await verifyShuffle({ ...database(options), rows, seed: seed ?? 1 }, terminal))
    })
}
