/** One of the two output streams, as far as commands use it. */
export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  /** Width of the terminal; unknown when it is none. */
  readonly columns?: number | undefined
}

/** All that a command has of the world around it; tests hand in one of their own. */
export interface Terminal {
  /** Data: what a caller may pipe on. */
  readonly stdout: Output
  /** Progress, notes and faults. */
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/** A reader that goes away, such as `head`, is no error; what is left is written to nobody. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  isTTY: stream.isTTY ?? false,
  columns: stream.columns,
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

/** Waits until everything written has been handed over, which a pipe does not do at once. */
export async function flush(): Promise<void> {
  const drained = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => {
      if (stream.destroyed || !stream.writable) resolve()
      else stream.write('', () => resolve())
    })
  await Promise.all([drained(process.stdout), drained(process.stderr)])
}
