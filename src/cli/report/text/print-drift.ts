import type { DriftedDay } from '../../../certify/run/cert-event.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count } from '../../../model/units.js'

/** More days than these nobody reads one by one. */
const MOST_DAYS = 20

/** What became of a day's rows since its baseline. */
export function driftWords({ added, removed, restated }: Omit<DriftedDay, 'day' | 'rows'>): string {
  const parts = [
    added > 0 ? `${added} added` : '',
    removed > 0 ? `${removed} removed` : '',
    restated > 0 ? `${restated} restated` : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'same rows, other names or types of columns'
}

/** The drifted days, a line each; nothing when there are none. */
export function printDrift(days: readonly DriftedDay[], colors: Colors, width: number): string {
  if (days.length === 0) return ''
  const shown = days.slice(0, MOST_DAYS)
  const table = printColumns(
    [{ head: 'drifted day' }, { head: 'rows', right: true }, { head: 'since its baseline' }],
    shown.map((day) => [day.day, String(day.rows), driftWords(day)]),
    width,
  )
  const left = days.length - shown.length
  return left > 0
    ? `${table}${colors.dim(`and ${count(left, 'more day', 'more days')}; --format json has them all`)}\n`
    : table
}
