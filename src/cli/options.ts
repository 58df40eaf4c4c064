import { type Command, Option } from 'commander'

/** Options that every command has. */
export interface CommonOptions {
  readonly project: string
  readonly out: string
  readonly format: 'text' | 'json'
  readonly quiet: boolean
  readonly debug: boolean
}

/** The same as commander hands them over. */
export type Raw = Omit<CommonOptions, 'quiet' | 'debug'> & {
  readonly quiet?: boolean
  readonly debug?: boolean
}

export const common = ({ quiet = false, debug = false, project, out, format }: Raw): CommonOptions => ({
  project,
  out,
  format,
  quiet,
  debug,
})

/** The options that mean the same for every command on a project. */
export const withCommon = (command: Command): Command =>
  withReporting(
    command
      .option('-p, --project <dir>', 'folder with fusion.config.ts', '.')
      .option('-o, --out <dir>', 'folder of the generated files, relative to the project', 'generated'),
  )

/** How a command reports. */
export const withReporting = (command: Command): Command =>
  command
    .addOption(
      new Option('-f, --format <format>', 'form of the output').choices(['text', 'json']).default('text'),
    )
    .option('-q, --quiet', 'no progress and no notes')
    .option('--debug', 'stacks of errors')
