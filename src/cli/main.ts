import { EXIT } from './exit-codes.js'
import { run } from './run.js'
import { listenForSignals } from './signals.js'
import { flush, processTerminal } from './terminal.js'

/** Entry of the `fusion` program. */
export async function main(): Promise<void> {
  // An unhandled error must not exit with Node's code 1, which means "something differs" here.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`fusion stopped because of an unexpected error: ${error.stack ?? error.message}\n`)
    process.exit(EXIT.failed)
  })
  listenForSignals()
  const code = await run(process.argv.slice(2), processTerminal())
  await flush()
  // Exit explicitly: a forgotten handle must not keep a build from ending.
  process.exit(code)
}
