import { type Context, foldersOf } from '../app/context.js'
import type { CommonOptions } from './options.js'
import { createProgress } from './progress.js'
import { interrupts } from './signals.js'
import type { Terminal } from './terminal.js'

/** The context of a command without its folders. */
type Reporting = Pick<Context, 'env' | 'progress' | 'interrupts' | 'tell'>

/** Runs a command with the terminal's progress and the signals of this process. */
export async function withReporting<T>(
  quiet: boolean,
  terminal: Terminal,
  work: (reporting: Reporting) => Promise<T>,
): Promise<T> {
  const { env, stderr } = terminal
  const progress = createProgress(terminal, quiet)
  try {
    return await work({ env, progress, interrupts, tell: (line) => stderr.write(`${line}\n`) })
  } finally {
    progress.end()
  }
}

/** The same, with the folders of a project. */
export const withContext = <T>(
  { project, out, quiet, engine }: CommonOptions,
  terminal: Terminal,
  work: (context: Context) => Promise<T>,
): Promise<T> =>
  withReporting(quiet, terminal, (reporting) =>
    work({ ...foldersOf(project, out, terminal.cwd), engine, ...reporting }),
  )
