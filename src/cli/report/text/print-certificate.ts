import {
  type CertificationRun,
  codesOf,
  dataEvidence,
  hintFor,
  type Subject,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'
import { printDrift } from './print-drift.js'
import { printGates } from './print-gates.js'
import { count, moment, span } from '../../../model/units.js'

/** What happened to the captured days, if they were to be updated. */
function baselineNote({ event }: CertificationRun): string {
  if (event.parameters['update_baselines'] !== true) return ''
  const data = dataEvidence(event)
  if (data?.accepted !== 'all') return 'The baseline is unchanged, because a gate failed.\n'
  const taken = data.drifted + data.new
  return `The baseline of ${count(taken, 'day')} was updated: ${data.drifted} drifted, ${data.new} new.\n`
}

/** The verdict as one sentence. */
export function verdictWords({ event, verdict }: CertificationRun, aliases: number, colors: Colors): string {
  const others = aliases === 0 ? '' : count(aliases, 'alias', 'aliases')
  if (event.status !== 'CERTIFIED') {
    const and = others ? ` and its ${others}` : ''
    return `${colors.bold(colors.red('FAILED'))}: the guard refuses all reads of it${and} until a run passes.`
  }
  const { expiresAt, expiresInSeconds } = verdict
  const until = expiresAt === null ? '' : ` until ${moment(expiresAt)} (${span(expiresInSeconds ?? 0)})`
  return `${colors.bold(colors.green('CERTIFIED'))}${until}${others ? `, with ${others}` : ''}.`
}

/** Prints a certification run: the gates, the drift, the verdict and what to do next. */
export function printCertificate(
  run: CertificationRun,
  { entrypoint, aliases, server }: Subject,
  colors: Colors,
  width: number,
): string {
  const hints = codesOf(run).map((code) => [colors.red(code), hintFor(code)])
  const blocks = [
    `${colors.bold(entrypoint)}\n${colors.dim(server)}\n`,
    printGates(run.event, colors, width),
    printDrift(dataEvidence(run.event)?.drift ?? [], colors, width),
    baselineNote(run),
    `${wrap(verdictWords(run, aliases.length, colors), width).join('\n')}\n`,
    hints.length === 0 ? '' : printColumns([{ head: '' }, { head: '' }], hints, width),
  ]
  return blocks.filter((block) => block !== '').join('\n')
}
