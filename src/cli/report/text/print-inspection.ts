import type {
  BaseFlow,
  ColumnValues,
  EvidenceGroup,
  InspectedColumn,
  InspectedView,
  InspectReport,
} from '../../../app/inspect/inspect-report.js'
import type { Colors } from './colors.js'
import { wrap } from './columns.js'

interface Page {
  readonly colors: Colors
  readonly width: number
}

/** Values to list in a line; the rest is counted. */
const MOST_VALUES = 12

const MOST_LINEAGE = 8

/** Prints what `fusion inspect` found out about each view. */
export function printInspection({ views, file }: InspectReport, page: Page): string {
  const written = file === null ? [] : [`${file.status.padEnd(9)}  ${file.path}\n`]
  return [...views.map((view) => printView(view, page)), ...written].join('\n')
}

function printView(view: InspectedView, page: Page): string {
  const { colors } = page
  const { columns } = view
  const never = columns.filter(({ nullable }) => !nullable).length
  const bounded = columns.filter(({ values }) => values !== null).length
  const counts =
    columns.length === 0
      ? 'no columns'
      : `${columns.length} ${columns.length === 1 ? 'column' : 'columns'}, ${never} never NULL, ${bounded} with known values`
  const rows = view.rowLineage.map(({ relation, column }) => `${relation}.${column}`)
  return [
    `${colors.bold(`${view.schema}.${view.name}`)}  ${view.kind}, ${counts}\n`,
    view.comment === '' ? '' : lines(view.comment, page, ''),
    view.problem === null ? '' : lines(`${colors.cyan('FS608')} Not analyzed: ${view.problem}.`, page, '  '),
    ...columns.map((column) => printColumn(column, page)),
    ...view.evidence.map((group) => printEvidence(group, page)),
    rows.length === 0 ? '' : lines(`Rows are decided by ${some(rows, MOST_LINEAGE)}.`, page, '  '),
  ].join('')
}

function printColumn(column: InspectedColumn, page: Page): string {
  const { colors } = page
  const { name, type, nullable, because, values, unbounded, lineage } = column
  const isNull = values !== null && 'oneOf' in values && values.oneOf.length === 0
  const nullText = !nullable ? 'never NULL' : isNull ? 'always NULL' : `NULL: ${because ?? ''}`
  const said = values === null ? unbounded && `any value: ${unbounded}` : isNull ? null : valuesText(values)
  return [
    `  ${colors.bold(name)}  ${type}\n`,
    lines(nullText, page, '    '),
    said === null ? '' : lines(said, page, '    '),
    lineage.length === 0 ? '' : lines(`from ${some(lineage.map(flowText), MOST_LINEAGE)}`, page, '    '),
  ].join('')
}

function printEvidence({ by, cases }: EvidenceGroup, page: Page): string {
  const head = lines(`Known together, by ${by.join(' and ')}:`, page, '  ')
  const texts = cases.map((states) =>
    states
      .map(({ name, known, values }) => {
        const said = values === undefined || known === 'never' ? '' : ` ${valuesText(values)}`
        return `${name} ${{ always: 'known', never: 'NULL', both: 'known or NULL' }[known]}${said}`
      })
      .join('; '),
  )
  return head + texts.map((text) => lines(`- ${text}`, page, '    ')).join('')
}

const flowText = ({ relation, column, role }: BaseFlow): string =>
  role === 'value'
    ? `${relation}.${column}`
    : `${relation}.${column} (${role === 'both' ? 'value, ' : ''}condition)`

function valuesText(values: ColumnValues): string {
  if ('oneOf' in values)
    return some(
      values.oneOf.map((value) =>
        typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
      ),
      MOST_VALUES,
      ' | ',
    )
  const { min, max } = values
  if (min !== null && max !== null) return `from ${min} to ${max}`
  return min === null ? `at most ${max}` : `at least ${min}`
}

const some = (texts: readonly string[], most: number, gap = ', '): string =>
  texts.length <= most ? texts.join(gap) : `${texts.slice(0, most).join(gap)} and ${texts.length - most} more`

const lines = (text: string, { width }: Page, indent: string): string =>
  wrap(text, width - indent.length)
    .map((line, at) => `${indent}${at === 0 ? '' : '  '}${line}\n`)
    .join('')
