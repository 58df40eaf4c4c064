import { type Command, Option } from 'commander'

/** Options that every command has. */
export interface CommonOptions {
  readonly project: string
  readonly out: string
  readonly format: 'text' | 'json'
  readonly quiet: boolean
  readonly debug: boolean
  /** The Postgres that analyzes, of a command that analyzes. */
  readonly engine?: string | undefined
}

/** The same as parsed by commander. */
export type Raw = Omit<CommonOptions, 'quiet' | 'debug'> & {
  readonly quiet?: boolean
  readonly debug?: boolean
}

export const common = ({
  quiet = false,
  debug = false,
  project,
  out,
  format,
  engine,
}: Raw): CommonOptions => ({
  project,
  out,
  format,
  quiet,
  debug,
  ...(engine !== undefined && { engine }),
})

/** Adds the options shared by every command on a project. */
export const withCommon = (command: Command): Command =>
  withReporting(
    command
      .option('-p, --project <dir>', 'folder that contains fusion.config.ts', '.')
      .option('-o, --out <dir>', 'folder of the generated files, relative to the project', 'generated'),
  )

/** Adds the option of the commands that analyze a project. */
export const withEngine = (command: Command): Command =>
  command.option('--engine <kind>', 'Postgres that analyzes: embedded, or native, installed from npm')

/** Adds the options that control how a command reports. */
export const withReporting = (command: Command): Command =>
  command
    .addOption(new Option('-f, --format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('-q, --quiet', 'print no progress and no notes')
    .option('--debug', 'print stack traces of errors')
