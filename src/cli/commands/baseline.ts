import { accept, jsonAccept, jsonBaseline, showBaseline } from '../../app/check/baseline.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { acceptanceLine } from '../report/text/print-acceptance.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

export interface AcceptOptions extends CommonOptions {
  readonly reason: string
}

/** `fusion baseline accept`: makes the current compiled definitions the baseline. */
export async function baselineAccept(options: AcceptOptions, terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr } = terminal
  const accepted = await withContext(options, terminal, (context) => accept(options, context))
  if (options.format === 'json') stdout.write(toJson(jsonAccept(accepted)))
  else if (accepted) stdout.write(acceptanceLine(accepted))
  else if (!options.quiet) stderr.write('Nothing to accept: the compiled definitions match the baseline.\n')
  return EXIT.ok
}

/** `fusion baseline show`: lists the acceptances, oldest first. */
export async function baselineShow(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr } = terminal
  const shown = await withContext(options, terminal, async (context) => showBaseline(context))
  if (options.format === 'json') stdout.write(toJson(jsonBaseline(shown)))
  else if (shown.fingerprint !== null) stdout.write(shown.accepted.map(acceptanceLine).join(''))
  else if (!options.quiet) stderr.write('Nothing has been accepted yet.\n')
  return EXIT.ok
}
