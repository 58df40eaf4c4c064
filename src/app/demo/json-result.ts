import type { DemoResult } from './run-demo.js'

/** A result in the form of `--format json`: rows by column. */
export const jsonResult = ({ columns, rows, ...result }: DemoResult): object => ({
  ...result,
  rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]))),
})
