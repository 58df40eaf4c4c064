import { listenForInterrupts } from './interrupt.js'
import { run } from './run.js'
import { flush, processTerminal } from './terminal.js'

/** Entry of the `fusion` program. */
export async function main(): Promise<void> {
  listenForInterrupts()
  const code = await run(process.argv.slice(2), processTerminal())
  await flush()
  // Not left to run out: a forgotten handle must not keep a build from ending.
  process.exit(code)
}
