import { toJson } from '../../app/json-diagnostics.js'
import { jsonShuffle, shuffleGrade } from '../../app/shuffle/shuffle-report.js'
import { type ShuffleOptions, verifyShuffle as shuffle } from '../../app/shuffle/verify-shuffle.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { printShuffle } from '../report/text/print-shuffle.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion verify --shuffle`. */
export async function verifyShuffle(
  options: CommonOptions & ShuffleOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, stdout } = terminal
  const report = await withContext(options, terminal, (context) => shuffle(options, context))
  stdout.write(
    options.format === 'json' ? toJson(jsonShuffle(report)) : printShuffle(report, colorsFor(stdout, env)),
  )
  return EXIT[shuffleGrade(report)]
}
