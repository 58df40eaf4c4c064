import { displayName } from '../../../model/relation-name.js'
import type { RowDifference, ShuffledCell, SourceSample, ViewShuffle } from '../../../model/view-shuffle.js'
import { count } from '../../../model/units.js'
import type { Colors } from './colors.js'
import { printDiagnostics } from './print-diagnostics.js'
import type { ShuffleReport } from '../../../app/shuffle/shuffle-report.js'

/** Limits for an example; JSON contains it in full. */
const MOST_COLUMNS = 3
const MOST_TEXT = 60

const short = (value: string | null | undefined): string => {
  if (value === undefined) return 'no row'
  if (value === null) return 'NULL'
  return value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value
}

const cell = ({ name, value }: ShuffledCell): string => `${name} = ${short(value)}`

/** An example of a row that differs. */
export function printDifference({ where, columns }: RowDifference): string {
  const shown = columns.slice(0, MOST_COLUMNS).map(({ name, ...values }) => {
    const before = 'before' in values ? short(values.before) : 'no row'
    const after = 'after' in values ? short(values.after) : 'no row'
    return `${name} is ${after}, was ${before}`
  })
  const left = columns.length - shown.length
  const more = left > 0 ? `; and ${count(left, 'more column', 'more columns')}` : ''
  const head = where.length > 0 ? `where ${where.map(cell).join(', ')}: ` : 'for example: '
  return `  ${head}${shown.join('; ')}${more}\n`
}

function printView(view: ViewShuffle, colors: Colors): string {
  const name = displayName(view)
  const { outcome, rows, difference, round, reason, after } = view
  if (outcome === 'not compared') return ''
  if (outcome === 'same')
    return rows === 0
      ? `${name}: ${colors.yellow('not compared, because it has no rows')}\n`
      : `${name}: ${count(rows, 'row')} compared\n`
  const what = difference ? `${difference.rows} of ${count(rows, 'row')} differ` : (reason ?? '')
  return [
    `${colors.red('different')}  ${name}: ${what} (${round})\n`,
    difference ? printDifference(difference) : '',
    after.length > 0 ? `  it reads ${after.join(', ')}, which also differs\n` : '',
  ].join('')
}

const printSample = ({ rows, of, ...name }: SourceSample): string =>
  rows < of ? `  ${displayName(name)}: ${rows} of ${of} rows\n` : ''

const RESULTS = {
  same: 'no difference',
  different: 'the rows depend on order, plan or session',
  'not compared': 'not compared',
} as const

/** Prints the result of shuffling a project, differences first. */
export function printShuffle(report: ShuffleReport, colors: Colors): string {
  const { outcome, where, rounds, views, sources, notes, diagnostics } = report
  const color = outcome === 'same' ? colors.green : colors.red
  const samples = sources.map(printSample).join('')
  const sorted = [
    ...views.filter((view) => view.outcome !== 'same'),
    ...views.filter((view) => view.outcome === 'same'),
  ]
  return [
    `${colors.bold('The same rows in other orders and plans')} (${where}): ${color(RESULTS[outcome])}\n`,
    `Each view was read ${rounds} times.\n`,
    samples === '' ? '' : `Rows were sampled:\n${samples}`,
    '\n',
    ...sorted.map((view) => printView(view, colors)),
    diagnostics.length > 0 ? `\n${printDiagnostics(diagnostics, colors)}` : '',
    notes.length > 0 ? `\n${notes.map((note) => `${note}\n`).join('')}` : '',
  ].join('')
}
