import { type CertEvent, dataEvidence } from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count, minute } from '../../../model/units.js'

/** What an event says of itself in a line: of a run what failed and how many days drifted. */
function summary(event: CertEvent): string {
  if (event.kind !== 'certification') return event.notes
  const failed = event.gates.filter(({ passed }) => passed === false).flatMap(({ codes }) => codes ?? [])
  const data = dataEvidence(event)
  const days = data ? `${data.drifted} of ${count(data.days, 'day')} drifted` : ''
  return [failed.join(' '), days].filter(Boolean).join('; ')
}

/** Somebody who acts in a role is named with it. */
const actor = ({ sessionUser, role }: CertEvent): string =>
  sessionUser === role ? sessionUser : `${sessionUser} as ${role}`

/** The latest events, a line each, the latest first. */
export function printHistory(history: readonly CertEvent[], colors: Colors, width: number): string {
  if (history.length === 0) return ''
  return printColumns(
    ['event', 'finished (UTC)', 'what', 'outcome', 'who', 'finding'].map((head) => ({ head })),
    history.map((event) => [
      `#${event.id}`,
      minute(event.finishedAt),
      event.kind,
      event.status === 'FAILED' ? colors.red(event.status) : event.status,
      actor(event),
      summary(event),
    ]),
    width,
  )
}
