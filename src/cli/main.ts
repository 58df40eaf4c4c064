import { EXIT } from './exit-codes.js'
import { run } from './run.js'
import { listenForSignals } from './signals.js'
import { flush, processTerminal } from './terminal.js'

/** Entry of the `fusion` program. */
export async function main(): Promise<void> {
  // An error that nobody waits for must not end in Node's own exit code, 1, which means "something differs" here.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`fusion stopped at something it did not expect: ${error.stack ?? error.message}\n`)
    process.exit(EXIT.failed)
  })
  listenForSignals()
  const code = await run(process.argv.slice(2), processTerminal())
  await flush()
  // Exit explicitly: a forgotten handle must not keep a build from ending.
  process.exit(code)
}
