import type { FutureReport } from '../../../app/future/future-report.js'
import type { FutureCheck, LateChange, SourceInFuture } from '../../../model/future-check.js'
import { displayName } from '../../../model/relation-name.js'
import { count } from '../../../model/units.js'
import { valueText } from '../../../model/value-text.js'
import type { Colors } from './colors.js'
import { printDiagnostics } from './print-diagnostics.js'
import { printDifference } from './print-shuffle.js'

/** Changes that are shown; JSON contains all of them. */
const MOST_CHANGES = 5

const printSource = ({ treatment, because, ...name }: SourceInFuture): string =>
  `  ${displayName(name)} was ${treatment}: ${because}\n`

const cells = (row: Readonly<Record<string, string | null>>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} = ${valueText(value)}`)
    .join(', ')

function printChange({ source, kind, before, after }: LateChange): string {
  if (!before || !after) return `    ${kind} in ${source}: ${cells(before ?? after ?? {})}\n`
  const changed = Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== before[name]))
  return `    ${kind} in ${source}: ${cells(before)}\n      to ${cells(changed)}\n`
}

function printCheck(check: FutureCheck, colors: Colors): string {
  const { outcome, moments, rows, changes, sources, movement } = check
  const name = displayName(check)
  const done = `${count(rows, 'row')} at ${count(moments.length, 'T0')}, ${count(changes, 'change')} recorded later`
  const treated = sources.map(printSource).join('')
  if (outcome === 'not checked') return `${colors.yellow('not checked')}  ${name}\n${treated}`
  if (movement === null) return `${name}: ${done}\n${treated}`
  const left = movement.changes.length - MOST_CHANGES
  return [
    `${colors.red('moved')}  ${name}: ${done}\n`,
    `  the smallest change after the T0 ${movement.t0} that moves a row:\n`,
    ...movement.changes.slice(0, MOST_CHANGES).map(printChange),
    left > 0 ? `    and ${count(left, 'more change', 'more changes')}\n` : '',
    movement.difference
      ? printDifference(movement.difference)
      : `  reading it raises an error: ${movement.error}\n`,
    treated,
  ].join('')
}

const RESULTS = {
  same: 'no row moved',
  moved: 'rows see what was recorded after their T0',
  'not checked': 'not checked',
} as const

/** Prints what rows that are recorded later do to earlier ones. */
export function printFuture(report: FutureReport, colors: Colors): string {
  const { outcome, where, entrypoints, notes, diagnostics } = report
  const color = outcome === 'same' ? colors.green : colors.red
  return [
    `${colors.bold('Rows recorded after the T0')} (${where}): ${color(RESULTS[outcome])}\n\n`,
    ...entrypoints.map((check) => printCheck(check, colors)),
    diagnostics.length > 0 ? `\n${printDiagnostics(diagnostics, colors)}` : '',
    notes.length > 0 ? `\n${notes.map((note) => `${note}\n`).join('')}` : '',
  ].join('')
}
