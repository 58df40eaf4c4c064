import { run } from '../../src/cli/run.js'

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process. */
export async function runCli(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  isTTY = false,
): Promise<CliResult> {
  let [stdout, stderr] = ['', '']
  const code = await run(argv, {
    stdout: { write: (text) => void (stdout += text), isTTY },
    stderr: { write: (text) => void (stderr += text), isTTY },
    env,
    cwd: process.cwd(),
  })
  return { code, stdout, stderr }
}
