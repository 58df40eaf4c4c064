import type { Act, Outcome } from '../../../app/demo/acts.js'
import type { DemoResult } from '../../../app/demo/run-demo.js'
import { count } from '../../../model/units.js'
import type { Colors } from './colors.js'
import { wrap } from './columns.js'
import { verdictWords } from './print-certificate.js'
import { printGates } from './print-gates.js'
import Table from 'cli-table3'

const INDENT = '  '

const indented = (text: string, width: number): string =>
  wrap(text, width - INDENT.length)
    .map((line) => `${INDENT}${line}\n`)
    .join('')

function printOutcome(outcome: Outcome, colors: Colors, width: number): string {
  switch (outcome.kind) {
    case 'rows':
      return indented(colors.green(count(outcome.rows, 'row')), width)
    case 'done':
      return ''
    case 'refused': {
      const error = `ERROR ${outcome.sqlstate}: ${outcome.message}`
      const hint = outcome.hint === '' ? '' : indented(colors.dim(`HINT: ${outcome.hint}`), width)
      return `${indented(colors.red(error), width)}${hint}`
    }
    case 'certification':
      return `${printGates(outcome.run.event, colors, width, INDENT)}\n${indented(verdictWords(outcome.run, outcome.aliases, colors), width)}`
  }
}

/** Prints an act: what happens, the statements and their result. */
export function printAct({ title, text, statements, outcome }: Act, colors: Colors, width: number): string {
  const blocks = [
    text === '' ? '' : `${wrap(text, width).join('\n')}\n`,
    statements.map((line) => `${INDENT}${colors.cyan(line)}\n`).join(''),
    printOutcome(outcome, colors, width),
  ]
  return `${colors.bold(title)}\n${blocks.filter((block) => block !== '').join('\n')}\n`
}

const MOST_ROWS = 40
const DIGITS = 4
const NO_LINES_BETWEEN_ROWS = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/** Whether every value of a column is a number, which is aligned to the right. */
const isNumeric = (rows: DemoResult['rows'], at: number): boolean =>
  rows.every(
    ({ [at]: value }) => value === null || typeof value === 'number' || /^-?\d+$/.test(String(value)),
  )

function cell(value: unknown, colors: Colors): string {
  if (value === null || value === undefined) return colors.dim('null')
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(DIGITS)
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Prints a query's title, its rows as a table, the number of rows and the time. */
export function printResult({ title, columns, rows, milliseconds }: DemoResult, colors: Colors): string {
  const shown = rows.slice(0, MOST_ROWS)
  const table = new Table({
    head: [...columns],
    colAligns: columns.map((_, at) => (isNumeric(rows, at) ? 'right' : 'left')),
    // The table's own colors ignore NO_COLOR.
    style: { head: [], border: [] },
    chars: NO_LINES_BETWEEN_ROWS,
  })
  table.push(...shown.map((row) => row.map((value) => cell(value, colors))))
  const hidden = rows.length > shown.length ? `, ${shown.length} shown` : ''
  const foot = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}${hidden}, ${milliseconds.toFixed(1)} ms`
  return `${colors.bold(title)}\n${columns.length > 0 ? `${table.toString()}\n` : ''}${colors.dim(foot)}\n\n`
}
