import {
  categoriesOf,
  type Share,
  sharesOf,
  type Subject,
  type VerifyReport,
} from '../../../app/certification/report.js'
import type { Colors } from './colors.js'
import { printColumns } from './columns.js'
import { count } from '../../../model/units.js'

function checks({ key, check }: VerifyReport, colors: Colors, width: number): string {
  const result = (broken: number | null): string =>
    broken === null ? colors.dim('not checked') : broken === 0 ? colors.green('passed') : colors.red('FAILED')
  const columns = key.join(', ')
  const rows = [
    [
      'unique key',
      result(check.duplicateKeys),
      check.duplicateKeys === 0
        ? `No two rows have the same ${columns}.`
        : `${count(check.duplicateKeys, 'key')} of ${columns} with more than one row.`,
    ],
    [
      'known key',
      result(check.nullKeys),
      check.nullKeys === 0
        ? `No NULL in ${columns}.`
        : `${count(check.nullKeys, 'row')} with a NULL in ${columns}.`,
    ],
    ...check.invariants.map(({ name, comment, broken, example }) => [
      name,
      result(broken),
      broken === null
        ? `Not checked: the role cannot read the sources of the layer. ${comment}`
        : broken === 0
          ? comment
          : `${count(broken, 'row')}, such as ${example ?? '?'}: ${comment}`,
    ]),
  ]
  return printColumns([{ head: 'check' }, { head: 'result' }, { head: 'details' }], rows, width)
}

function duplicates({ key, check }: VerifyReport, colors: Colors, width: number): string {
  if (check.duplicates.length === 0) return ''
  const heads = [...key.map((head) => ({ head, right: true })), { head: 'rows', right: true }]
  const rows = check.duplicates.map(({ key: values, rows: n }) => [...values, String(n)])
  const left = check.duplicateKeys - rows.length
  const more = left > 0 ? `${colors.dim(`and ${count(left, 'more key', 'more keys')}`)}\n` : ''
  return `${printColumns(heads, rows, width)}${more}`
}

const percent = ({ pct }: Share): string => (pct === null ? 'unknown' : `${(pct * 100).toFixed(2)} %`)

function shares(report: VerifyReport, width: number): string {
  const found = sharesOf(report)
  if (found.length === 0) return ''
  const right = true
  return printColumns(
    [{ head: 'column' }, { head: 'share true', right }, { head: 'rows', right }, { head: 'NULL', right }],
    found.map((share) => [
      share.column,
      percent(share),
      String(share.true),
      share.null === 0 ? '' : String(share.null),
    ]),
    width,
  )
}

function categories(report: VerifyReport, width: number): string {
  const found = categoriesOf(report)
  if (found.length === 0) return ''
  // Keeps a value and its count on one line.
  const words = (value: string | null, rows: number): string => `${value ?? 'NULL'}:\u00A0${rows}`
  const rows = found.map(({ name, values }) => [
    name,
    values.map(({ value, rows: n }) => words(value, n)).join(', '),
  ])
  return printColumns([{ head: 'column' }, { head: 'value: rows' }], rows, width).replaceAll('\u00A0', ' ')
}

/** Prints the checks of a store's rows, and the counts of their values. */
export function printVerify(
  report: VerifyReport,
  { server }: Subject,
  colors: Colors,
  width: number,
): string {
  const blocks = [
    `${colors.bold(report.relation)}: ${count(report.check.rows, 'row')}\n${colors.dim(server)}\n`,
    checks(report, colors, width),
    duplicates(report, colors, width),
    shares(report, width),
    categories(report, width),
  ]
  return blocks.filter((block) => block !== '').join('\n')
}
