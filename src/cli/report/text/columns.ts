import { stripVTControlCharacters } from 'node:util'
import type { Output } from '../../terminal.js'

const WIDEST = 100
const NARROWEST = 60
const GAP = '  '

/** Width for text: that of the terminal, within readable limits. */
export const widthOf = ({ columns }: Output): number =>
  Math.max(NARROWEST, Math.min(WIDEST, columns || WIDEST))

const widthOfText = (text: string): number => stripVTControlCharacters(text).length

const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOfText(text)))

const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOfText(text))) + text

/** A word. A command in backticks counts as one word, so that it can be copied. */
const WORD = /(?:`[^`\n]*`|[^ \t\n])+/g

/**
 * Breaks text into lines of at most a width, between words but not at a no-break space. A longer word gets its own line.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.match(WORD) ?? []) {
    if (line !== '' && widthOfText(line) + 1 + widthOfText(word) > width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

export interface Column {
  readonly head: string
  /** Aligns to the right, for numbers. */
  readonly right?: boolean
}

/**
 * A table without borders: columns as wide as their content, the last one wrapped to the remaining width. Empty columns
 * are left out.
 *
 * @param columns if all heads are empty, the head line is left out.
 */
export function printColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  indent = '',
): string {
  const shown = columns.map((_, at) => at).filter((at) => rows.some((row) => (row[at] ?? '') !== ''))
  const last = shown.at(-1)
  const all = columns.some(({ head }) => head !== '') ? [columns.map(({ head }) => head), ...rows] : rows
  const widths = columns.map((_, at) => Math.max(...all.map((row) => widthOfText(row[at] ?? ''))))
  const before = shown.slice(0, -1).reduce((sum, at) => sum + (widths[at] ?? 0) + GAP.length, indent.length)
  const lines = all.flatMap((row) => {
    const left = shown
      .slice(0, -1)
      .map((at) => (columns[at]?.right ? padStart : padEnd)(row[at] ?? '', widths[at] ?? 0) + GAP)
      .join('')
    const [first = '', ...rest] = wrap(row[last ?? 0] ?? '', Math.max(20, width - before))
    const end = columns[last ?? 0]?.right ? padStart(first, widths[last ?? 0] ?? 0) : first
    return [`${indent}${left}${end}`.trimEnd(), ...rest.map((line) => `${' '.repeat(before)}${line}`)]
  })
  return lines.map((line) => `${line}\n`).join('')
}
