import {
  type CertEvent,
  dataEvidence,
  driftText,
  type RelationStatus,
  type Status,
  type Subject,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'
import { printHistory } from './print-history.js'
import { count, minute, moment, span } from '../../../model/units.js'

/** Drifted days to name; certify lists more. */
const MOST_DAYS = 3

/** The gates of a run, with codes for those that failed: `A, A2, B failed (B.invariant), C`. */
function gateWords({ gates }: CertEvent, colors: Colors): string {
  const words = gates.map(({ gate, passed, codes = [] }) =>
    passed ? gate : colors.red(`${gate} failed (${codes.join(', ')})`),
  )
  return gates.every(({ passed }) => passed)
    ? `gates ${words.join(', ')} passed`
    : `gates ${words.join(', ')}`
}

const expiry = (seconds: number | null): string =>
  seconds === null ? '' : seconds > 0 ? `in ${span(seconds)}` : `${span(seconds)} ago`

const statusWord = (status: string | null, colors: Colors): string =>
  status === null
    ? colors.red('not registered')
    : status === 'CERTIFIED'
      ? colors.green(status)
      : colors.red(status)

const relationRow = (
  { relation, status, certifiedAt, ageSeconds, expiresInSeconds, guard }: RelationStatus,
  colors: Colors,
): string[] => [
  relation,
  statusWord(status, colors),
  certifiedAt === null ? '' : minute(certifiedAt),
  ageSeconds === null ? '' : span(ageSeconds),
  // A certificate is no longer valid once a later run has failed.
  status === 'CERTIFIED' ? expiry(expiresInSeconds) : '',
  guard.open ? colors.green('open') : colors.red('closed'),
]

function driftOf(run: CertEvent): string {
  const data = dataEvidence(run)
  if (!data) return ''
  const days = data.drift.slice(0, MOST_DAYS).map((day) => `${day.day} ${driftText(day)}`)
  const left = data.drift.length - days.length
  const named = days.length > 0 ? `: ${days.join('; ')}${left > 0 ? `; and ${left} more` : ''}` : ''
  return `${data.drifted} of ${count(data.days, 'day')} checked${named}`
}

function details({ relations, lastRun }: Status, colors: Colors): string[][] {
  const entrypoint = relations[0]
  if (!entrypoint || entrypoint.status === null) return []
  return [
    ['last run', lastRun ? `${moment(lastRun.finishedAt)}: ${gateWords(lastRun, colors)}` : 'never'],
    ['definitions', entrypoint.definitions === null ? '' : `${entrypoint.definitions} accepted`],
    ['days', entrypoint.days === null ? '' : `${entrypoint.days} with a baseline`],
    ['drift', lastRun ? driftOf(lastRun) : ''],
  ].filter(([, text]) => text !== '')
}

/** Each reason why the guard refuses, once. Names the relations unless it applies to all. */
function guardReasons({ relations }: Status, colors: Colors): string[] {
  const [entrypoint] = relations
  if (entrypoint?.guard.open) {
    const closed = relations.filter(({ guard }) => !guard.open)
    return closed.flatMap(({ guard }) => (guard.open ? [] : [`${colors.red(guard.code)} ${guard.reason}`]))
  }
  return entrypoint && !entrypoint.guard.open
    ? [`${colors.red(entrypoint.guard.code)} ${entrypoint.guard.reason}`, entrypoint.guard.hint]
    : []
}

/** Prints the state of a store. */
export function printStatus(status: Status, { server }: Subject, colors: Colors, width: number): string {
  const rows = details(status, colors)
  const closed = guardReasons(status, colors).filter(Boolean)
  const blocks = [
    `${colors.dim(server)}\n`,
    printColumns(
      ['relation', 'status', 'certified (UTC)', 'age', 'expires', 'guard'].map((head) => ({ head })),
      status.relations.map((relation) => relationRow(relation, colors)),
      width,
    ),
    rows.length === 0 ? '' : printColumns([{ head: '' }, { head: '' }], rows, width),
    closed.map((line) => `${wrap(line, width).join('\n')}\n`).join(''),
    printHistory(status.history, colors, width),
  ]
  return blocks.filter((block) => block !== '').join('\n')
}
