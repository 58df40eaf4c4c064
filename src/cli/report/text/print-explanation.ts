import type { DiagnosticExplanation } from '../../../app/explain/explain-code.js'
import type { Colors } from './colors.js'

/** Fixed width of paragraphs, as longer lines are hard to read. */
const WIDTH = 100

const wrapped = (text: string): string => {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

/** Prints a code with its title, explanation and example. */
export const printExplanation = (
  { code, title, explanation, example }: DiagnosticExplanation,
  colors: Colors,
): string =>
  `${colors.red(code)} ${colors.bold(title)}\n\n${wrapped(explanation)}\n\nExample:\n\n${indented(example)}\n`

/** Prints a line for each code. */
export const printCodes = (explanations: readonly DiagnosticExplanation[], colors: Colors): string =>
  explanations.map(({ code, title }) => `${colors.red(code)}  ${title}\n`).join('')
