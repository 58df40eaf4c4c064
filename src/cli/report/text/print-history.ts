import { type CertEvent, dataEvidence } from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count, minute } from '../../../model/units.js'

/** A one-line summary of an event. For a run: the codes that failed and the number of drifted days. */
function summary(event: CertEvent): string {
  if (event.kind !== 'certification') return event.notes
  const failed = event.gates.filter(({ passed }) => passed === false).flatMap(({ codes }) => codes ?? [])
  const data = dataEvidence(event)
  const days = data ? `${data.drifted} of ${count(data.days, 'day')} drifted` : ''
  return [failed.join(' '), days].filter(Boolean).join('; ')
}

/** The session user, with the role if it differs. */
const actor = ({ sessionUser, role }: CertEvent): string =>
  sessionUser === role ? sessionUser : `${sessionUser} as ${role}`

/** Prints a line for each event, latest first. */
export function printHistory(history: readonly CertEvent[], colors: Colors, width: number): string {
  if (history.length === 0) return ''
  return printColumns(
    ['event', 'finished (UTC)', 'what', 'outcome', 'who', 'details'].map((head) => ({ head })),
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
