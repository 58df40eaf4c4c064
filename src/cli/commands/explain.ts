import { explain as explainTarget } from '../../app/explain/explain.js'
import { allExplanations, explainCode, isCodeLike } from '../../app/explain/explain-code.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { printCodes, printExplanation } from '../report/text/print-explanation.js'
import { printExplained } from '../report/text/print-explained.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

export interface ExplainOptions extends CommonOptions {
  readonly tree: boolean
  readonly sql: boolean
}

/** `fusion explain <code>` explains a diagnostic; `fusion explain <name>` prints what the compiler knows of it. */
export async function explain(
  subject: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, env } = terminal
  const colors = colorsFor(stdout, env)
  if (isCodeLike(subject)) {
    const found = explainCode(subject)
    stdout.write(
      options.format === 'json' ? toJson({ format: 1, ...found }) : printExplanation(found, colors),
    )
    return EXIT.ok
  }
  const found = await withContext(options, terminal, (context) => explainTarget(subject, options, context))
  const layout = { colors, width: widthOf(stdout), sql: options.sql }
  stdout.write(options.format === 'json' ? toJson(found) : printExplained(found, layout))
  return EXIT.ok
}

/** `fusion explain --list`: lists every code with its title. */
export function listCodes(options: CommonOptions, { stdout, env }: Terminal): ExitCode {
  const all = allExplanations()
  stdout.write(
    options.format === 'json'
      ? toJson({ format: 1, codes: all.map(({ code, title }) => ({ code, title })) })
      : printCodes(all, colorsFor(stdout, env)),
  )
  return EXIT.ok
}
