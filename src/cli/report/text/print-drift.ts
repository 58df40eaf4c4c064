import { type DriftedDay, driftText } from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count } from '../../../model/units.js'

/** More days than these nobody reads one by one. */
const MOST_DAYS = 20

/** The drifted days, a line each; nothing when there are none. */
export function printDrift(days: readonly DriftedDay[], colors: Colors, width: number): string {
  if (days.length === 0) return ''
  const shown = days.slice(0, MOST_DAYS)
  const table = printColumns(
    [{ head: 'drifted day' }, { head: 'rows', right: true }, { head: 'since its baseline' }],
    shown.map((day) => [day.day, String(day.rows), driftText(day)]),
    width,
  )
  const left = days.length - shown.length
  return left > 0
    ? `${table}${colors.dim(`and ${count(left, 'more day', 'more days')}; --format json has them all`)}\n`
    : table
}
