import { type Context, foldersOf } from '../app/context.js'
import type { CommonOptions } from './options.js'
import { createProgress } from './progress.js'
import { interrupts } from './signals.js'
import type { Terminal } from './terminal.js'

/** Runs a command with its folders, the terminal's progress and the signals of this process. */
export async function withContext<T>(
  { project, out, quiet }: CommonOptions,
  terminal: Terminal,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { cwd, env, stderr } = terminal
  const progress = createProgress(terminal, quiet)
  const tell = (line: string): void => stderr.write(`${line}\n`)
  try {
    return await work({ ...foldersOf(project, out, cwd), env, progress, interrupts, tell })
  } finally {
    progress.end()
  }
}
