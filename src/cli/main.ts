import { EXIT } from './exit-codes.js'
import { listenForInterrupts } from '../app/interrupts.js'
import { run } from './run.js'
import { flush, processTerminal } from './terminal.js'

/** Entry of the `fusion` program. */
export async function main(): Promise<void> {
  // An error that nobody waits for must not end in Node's own exit code, 1, which means "something differs" here.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`fusion stopped at something it did not expect: ${error.stack ?? error.message}\n`)
    process.exit(EXIT.failed)
  })
  listenForInterrupts()
  const code = await run(process.argv.slice(2), processTerminal())
  await flush()
  // Not left to run out: a forgotten handle must not keep a build from ending.
  process.exit(code)
}
