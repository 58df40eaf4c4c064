import { toJson } from '../../app/json-diagnostics.js'
import { lineage as trace, type LineageOptions } from '../../app/lineage/lineage.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { printLineage } from '../report/text/print-lineage.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion lineage <relation>.<column>`. */
export async function lineage(
  column: string,
  options: CommonOptions & LineageOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, env } = terminal
  const found = await withContext(options, terminal, (context) => trace(column, options, context))
  stdout.write(options.format === 'json' ? toJson(found) : printLineage(found, colorsFor(stdout, env)))
  return EXIT.ok
}
