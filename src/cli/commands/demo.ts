import { demo as runDemo, type DemoOptions } from '../../app/demo/demo.js'
import { jsonDemo } from '../../app/demo/json-demo.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { printAct, printResult } from '../report/text/print-demo.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion demo`: prints each part as soon as it is available. */
export async function demo(options: CommonOptions & DemoOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, stdout, stderr } = terminal
  const isText = options.format === 'text'
  const colors = colorsFor(stdout, env)
  const shown = await withContext(options, terminal, (context) => {
    const print = (text: string): void => {
      context.progress.end()
      if (isText) stdout.write(text)
    }
    return runDemo(options, context, {
      result: (result) => print(printResult(result, colors)),
      entrypoint: (name) => print(`${colors.bold(name)}\n\n`),
      act: (act) => print(printAct(act, colors, widthOf(stdout))),
    })
  })
  if (!isText) stdout.write(toJson(jsonDemo(shown)))
  const { kind, description } = shown.server
  if (!options.quiet) stderr.write(`Run in ${description}${leftBehind(kind)}.\n`)
  return EXIT.ok
}

const leftBehind = (kind: string): string =>
  kind === 'url' ? ', where the objects of the demo remain' : ', which has been removed'
