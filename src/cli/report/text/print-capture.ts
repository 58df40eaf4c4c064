import {
  acceptedChanges,
  type Capture,
  dataEvidence,
  leftDays,
  type Subject,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'
import { printDrift } from './print-drift.js'
import { count } from '../../../model/units.js'

/** Changes to list before the rest is only counted. */
const MOST_CHANGES = 10

function dataWords(capture: Capture): string {
  const evidence = dataEvidence(capture.data)
  if (!evidence || evidence.days === 0) return 'the entrypoint has no rows'
  const { days, new: fresh, unchanged, drifted, rows } = evidence
  const what = drifted === 0 ? '' : leftDays(capture) > 0 ? ' and kept their baseline' : ' and recaptured'
  return `${count(days, 'day')} of ${count(rows, 'row')}: ${fresh} new, ${unchanged} unchanged, ${drifted} drifted${what}`
}

function definitionWords(capture: Capture): string {
  const changes = acceptedChanges(capture)
  if (!changes) return ''
  if (changes.length === 0) return 'accepted; none has changed'
  const named = changes.slice(0, MOST_CHANGES).map(({ object, change }) => `${object} ${change}`)
  const left = changes.length - named.length
  return `accepted: ${named.join(', ')}${left > 0 ? `, and ${left} more` : ''}`
}

/** Prints what a capture added to the baseline and what it left. */
export function printCapture(
  capture: Capture,
  { entrypoint, server }: Subject,
  colors: Colors,
  width: number,
): string {
  const days = Number(capture.data.parameters['days'])
  const left = leftDays(capture)
  const advice =
    left === 0
      ? ''
      : `${count(left, 'drifted day keeps its', 'drifted days keep their')} baseline. After reviewing the changes, accept them with ` +
        `\`fusion baseline capture --days ${days} --replace\`.`
  const certify = (acceptedChanges(capture) ?? []).length > 0 ? 'Next, run `fusion certify`.' : ''
  const rows = [
    ['definitions', definitionWords(capture)],
    ['data', dataWords(capture)],
  ].filter(([, words]) => words !== '')
  const blocks = [
    `${colors.bold(entrypoint)}\n${colors.dim(server)}\n`,
    printColumns([{ head: '' }, { head: '' }], rows, width),
    printDrift(dataEvidence(capture.data)?.drift ?? [], colors, width),
    ...[advice, certify].map((text) => (text === '' ? '' : `${wrap(text, width).join('\n')}\n`)),
  ]
  return blocks.filter((block) => block !== '').join('\n')
}
