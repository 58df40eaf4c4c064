import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const entry = join(import.meta.dirname, 'fusion-main.ts')

/** Starts the command line as a process of its own, from source. */
export const spawnCli = (argv: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, ['--conditions=fusion-store-source', '--import', 'tsx', entry, ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
