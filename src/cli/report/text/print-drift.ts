import { type DriftedDay, driftText } from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count } from '../../../model/units.js'

/** Days to list before the rest is only counted. */
const MOST_DAYS = 20

/** Prints a line for each drifted day; empty if there are none. */
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
    ? `${table}${colors.dim(`and ${count(left, 'more day', 'more days')}; --format json lists all of them`)}\n`
    : table
}
