import Table3 from 'cli-table3'
import pc from 'picocolors'
import type { Cell, Quantity, SectionResult, Table } from './table.js'

/** A section as text for people. */
export function printSection(name: string, { facts, tables, errors }: SectionResult): string {
  const lines = Object.entries(facts).map(([key, value]) => `${key} ${value}`)
  return [
    pc.bold(name),
    ...lines.map((fact) => `  ${fact}`),
    '',
    ...tables.map(printTable),
    ...errors.map((error) => pc.red(`WRONG: ${error}`)),
  ].join('\n')
}

function printTable({ title, columns, rows, notes = [] }: Table): string {
  const table = new Table3({
    head: [...columns],
    colAligns: columns.map((_, i) => (rows.some((row) => isQuantity(row[i])) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) table.push(row.map(printCell))
  return [title, table.toString(), ...notes.map((note) => `  ${note}`), ''].join('\n')
}

const isQuantity = (cell: Cell | undefined): boolean => typeof cell === 'object' && cell !== null

function printCell(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'string' ? cell : printQuantity(cell)
}

function printQuantity({ value, unit }: Quantity): string {
  if (unit === 'count') return value.toLocaleString('en-US')
  if (unit === 'x') return `${digits(value)} x`
  if (unit === 'MB') return `${value.toFixed(0)} MB`
  return value < 0.1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`
}

/** Three digits are the precision of these measurements. */
const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
