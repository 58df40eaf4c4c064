import { type Command, InvalidArgumentError, Option } from 'commander'
import { CERTIFICATION_HELP } from './help/certification-help.js'
import { common, type Raw, withCommon } from './options.js'
import type { ExitCode } from './exit-codes.js'
import type { Terminal } from './terminal.js'

type RawDatabase = Raw & { readonly databaseUrl?: string; readonly entrypoint?: string }

const INT4_MAX = 2 ** 31 - 1

const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= INT4_MAX) return value
  throw new InvalidArgumentError('Expected a whole number of 1 or more.')
}

const withDatabase = (command: Command): Command =>
  withCommon(command)
    .option('--database-url <url>', 'the database; else the one that DATABASE_URL or PG* name')
    .option('--entrypoint <schema.view>', 'of a project with several certifications, this one alone')

const database = (options: RawDatabase) => ({
  ...common(options),
  databaseUrl: options.databaseUrl,
  entrypoint: options.entrypoint,
})

/** `fusion baseline capture`. */
export function addCapture(baseline: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  withDatabase(baseline.command('capture'))
    .summary('take the baseline of the data in a database')
    .description('Has the database take the baseline of its data, which certification compares with.')
    .option('--days <n>', 'latest days; as many as the project declares when left out', wholeNumber)
    .option('--replace', 'take over days that have drifted from their baseline')
    .option('--definitions', 'accept the definitions as they are in the database too')
    .addHelpText('after', CERTIFICATION_HELP.capture)
    .action(async (options: RawDatabase & { days?: number; replace?: true; definitions?: true }) => {
      const { baselineCapture } = await import('./commands/capture.js')
      const { days, replace = false, definitions = false } = options
      finish(await baselineCapture({ ...database(options), days, replace, definitions }, terminal))
    })
}

/** The commands that work on the certification of a project in a database. */
export function addCertification(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  withDatabase(program.command('certify'))
    .summary('run the gates in a database and write the verdict')
    .description('Has the database run the certification of the project, and says what came of it.')
    .option('--days <n>', 'latest days whose data are compared: 3 daily, 30 weekly', wholeNumber, 3)
    .option('--update-baselines', 'take the days that were checked over into the baseline')
    .addHelpText('after', CERTIFICATION_HELP.certify)
    .action(async (options: RawDatabase & { days: number; updateBaselines?: true }) => {
      const { certify } = await import('./commands/certify.js')
      const { days, updateBaselines = false } = options
      finish(await certify({ ...database(options), days, updateBaselines }, terminal))
    })

  withDatabase(program.command('status'))
    .summary('say whether a store may be read, and why not')
    .description('Shows what is registered of the project in a database, and asks the guard.')
    .option('--history <n>', 'list the last events too', wholeNumber)
    .addHelpText('after', CERTIFICATION_HELP.status)
    .action(async (options: RawDatabase & { history?: number }) => {
      const { status } = await import('./commands/status.js')
      finish(await status({ ...database(options), history: options.history ?? 0 }, terminal))
    })

  withDatabase(program.command('doctor'))
    .summary('say what an installation would find in a database, and what the store lacks there')
    .description(
      'Examines a database for the project: audit schema, roles, privileges, indexes. Writes nothing.',
    )
    .addHelpText('after', CERTIFICATION_HELP.doctor)
    .action(async (options: RawDatabase) => {
      const { doctor } = await import('./commands/doctor.js')
      finish(await doctor(database(options), terminal))
    })

  withDatabase(program.command('verify'))
    .summary('check keys and invariants of a store and count what it holds')
    .description('Counts in a database what is promised of the rows of the project, and what they hold.')
    .option('--shuffle', 'instead, read each view over the same rows in other orders and with other plans')
    .addOption(
      new Option('--rows <n>', 'rows to generate for each source, or the most to copy from a database')
        .argParser(wholeNumber)
        .implies({ shuffle: true }),
    )
    .addOption(
      new Option('--seed <n>', 'another seed generates, samples and shuffles rows in another way')
        .argParser(wholeNumber)
        .implies({ shuffle: true }),
    )
    .addHelpText('after', CERTIFICATION_HELP.verify)
    .action(async (options: RawDatabase & { shuffle?: true; rows?: number; seed?: number }) => {
      const { shuffle = false, rows, seed = 1 } = options
      if (!shuffle) {
        const { verify } = await import('./commands/verify.js')
        return finish(await verify(database(options), terminal))
      }
      const { verifyShuffle } = await import('./commands/verify-shuffle.js')
      finish(await verifyShuffle({ ...database(options), rows, seed }, terminal))
    })
}
