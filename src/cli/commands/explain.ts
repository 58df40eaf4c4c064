import { allExplanations, explainCode } from '../../app/explain/explain-code.js'
import { toJson } from '../../app/json-diagnostics.js'
import { diagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { colorsFor } from '../report/text/colors.js'
import { printCodes, printExplanation } from '../report/text/print-explanation.js'
import type { Terminal } from '../terminal.js'
import type { CommonOptions } from '../options.js'

/** A code, right or misspelled. Relations have a dot in their names, so that none can be taken for one. */
const CODE = /^FS[A-Z0-9]*$/i

/** `fusion explain <code>`: what a diagnostic means. */
export function explain(subject: string, options: CommonOptions, { stdout, env }: Terminal): ExitCode {
  if (!CODE.test(subject)) return explainOther(subject)
  const found = explainCode(subject)
  stdout.write(
    options.format === 'json'
      ? toJson({ format: 1, ...found })
      : printExplanation(found, colorsFor(stdout, env)),
  )
  return EXIT.ok
}

/** `fusion explain --list`: every code with its title. */
export function listCodes(options: CommonOptions, { stdout, env }: Terminal): ExitCode {
  const all = allExplanations()
  stdout.write(
    options.format === 'json'
      ? toJson({ format: 1, codes: all.map(({ code, title }) => ({ code, title })) })
      : printCodes(all, colorsFor(stdout, env)),
  )
  return EXIT.ok
}

/** Whatever is not a code. */
function explainOther(subject: string): never {
  throw diagnosticError(
    'FS602',
    `"${subject}" is not a diagnostic code`,
    'Give a code as it is printed with a diagnostic, such as FS152; fusion explain --list prints all codes.',
  )
}
