/** The part of an output stream that commands use. */
export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  /** Width of the terminal; undefined if it is not one. */
  readonly columns?: number | undefined
  /** Whether the reader of a pipe is gone. */
  readonly isClosed?: () => boolean
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

/** Streams whose reader is gone. Those of the process cannot be destroyed, so they do not say it. */
const closed = new WeakSet<NodeJS.WriteStream>()

/** A reader that closes the pipe, such as `head`, is not an error; the remaining output is discarded. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed.add(stream)
  })
}

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  isTTY: stream.isTTY ?? false,
  columns: stream.columns,
  isClosed: () => closed.has(stream),
})

/** The terminal of this process. */
export function processTerminal(): Terminal {
  ignoreClosedPipe(process.stdout)
  ignoreClosedPipe(process.stderr)
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
