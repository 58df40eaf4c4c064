import type { ExplainedLeak, ExplainedPlace } from '../../../app/explain/explanation.js'
import type { Colors } from './colors.js'
import { printColumns, wrap } from './columns.js'

export interface Layout {
  readonly colors: Colors
  readonly width: number
  /** Whether to print the SQL of relations: both forms, and those of layers. */
  readonly sql: boolean
}

const INDENT = '  '

/** A heading with its body; empty if the body is empty. */
export const section = (title: string, body: string, { colors }: Layout): string =>
  body === '' ? '' : `\n${colors.bold(title)}\n${body}`

/** Wrapped and indented text. */
export const paragraph = (text: string, { width }: Layout, indent = ''): string =>
  wrap(text, width - indent.length)
    .map((line) => `${indent}${line}\n`)
    .join('')

/** SQL or a tree, indented and not wrapped. */
export const block = (text: string | null): string =>
  text === null ? '' : text.trimEnd().replaceAll(/^(?=.)/gm, INDENT) + '\n'

/** Names, separated by commas. */
export const list = (names: readonly string[], layout: Layout): string =>
  names.length === 0 ? '' : paragraph(names.join(', '), layout, INDENT)

export const placeText = ({ file, line }: ExplainedPlace): string =>
  [file, line].filter((part) => part !== null).join(':')

/** A table of two or more columns, indented. */
export const table = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { width }: Layout,
): string =>
  rows.length === 0
    ? ''
    : printColumns(
        heads.map((head) => ({ head })),
        rows,
        width,
        INDENT,
      )

export const leakRows = (leaks: readonly ExplainedLeak[]): readonly (readonly string[])[] =>
  leaks.map(({ relation, layer, column, place, message }) => [
    placeText(place),
    [layer ?? relation, column].filter((part) => part !== null).join('.'),
    message,
  ])

/** Name, kind and place of a declaration, with its comment. */
export const head = (
  { name, what, place, comment }: { name: string; what: string; place: ExplainedPlace; comment: string },
  layout: Layout,
): string => {
  const { colors } = layout
  const line = [colors.bold(name), what, colors.cyan(placeText(place))]
    .filter((part) => part !== '')
    .join('  ')
  return `${line}\n${comment === '' ? '' : paragraph(comment, layout)}`
}
