import type { Colors } from './colors.js'
import { wrap } from './columns.js'
import { verdictWords } from './print-certificate.js'
import { printGates } from './print-gates.js'
import { count } from '../../../model/units.js'
import type { Act, Outcome } from '../../../app/demo/act.js'

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

/** An act for people: what happens, the statements, what came of them. */
export function printAct({ title, text, statements, outcome }: Act, colors: Colors, width: number): string {
  const blocks = [
    text === '' ? '' : `${wrap(text, width).join('\n')}\n`,
    statements.map((line) => `${INDENT}${colors.cyan(line)}\n`).join(''),
    printOutcome(outcome, colors, width),
  ]
  return `${colors.bold(title)}\n${blocks.filter((block) => block !== '').join('\n')}\n`
}
