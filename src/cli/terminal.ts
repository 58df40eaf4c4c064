/** The part of an output stream that commands use. */
export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  /** Width of the terminal; undefined if it is not one. */
  readonly columns?: number | undefined
  /** Comes when something was written that nobody can read, because the reader of a pipe is gone. */
  readonly unread?: Promise<void>
}

/** Everything outside of the process that a command uses; tests pass their own. */
export interface Terminal {
  /** Data, which a caller may pipe. */
  readonly stdout: Output
  /** Progress, notes and errors. */
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/**
 * A reader that closes the pipe, such as `head`, is not an error; the remaining output is discarded.
 *
 * @returns comes when something is discarded.
 */
const ignoreClosedPipe = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      resolve()
    })
  })

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  isTTY: stream.isTTY ?? false,
  columns: stream.columns,
  unread: ignoreClosedPipe(stream),
})

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd: process.cwd(),
  }
}

/** Waits until all output is flushed; writes to a pipe are asynchronous. */
export async function flush(): Promise<void> {
  const drained = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => {
      if (stream.destroyed || !stream.writable) resolve()
      else stream.write('', () => resolve())
    })
  await Promise.all([drained(process.stdout), drained(process.stderr)])
}
