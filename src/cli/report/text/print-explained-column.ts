import type { ColumnRef } from '../../../model/analyzed-project.js'
import type {
  ExplainedColumn,
  ExplainedNestedColumn,
  ExplainedOrigin,
  Reason,
} from '../../../app/explain/explanation.js'
import { valuesText } from '../../../model/values-text.js'
import { invariantBody } from './invariant-body.js'
import { block, head, type Layout, leakRows, list, paragraph, placeText, section, table } from './layout.js'

/** Columns to name for each relation; JSON contains all of them. */
const NAMED = 8

/** Prints what is known of a column. */
export function printExplainedColumn(column: ExplainedColumn, layout: Layout): string {
  const { relation, name, type, reads, nullable, why, path, forms, lineage, sources } = column
  const origin = path.at(-1)
  const place = origin?.place ?? { file: null, line: null }
  return [
    head({ name: `${relation}.${name}`, what: '', place, comment: column.comment }, layout),
    section('Type', paragraph(typeText(column), layout, '  '), layout),
    section('Values', valuesBody(column, layout), layout),
    section('Known together', evidenceBody(column, layout), layout),
    section('Invariants', invariantBody(column.invariants, layout), layout),
    section(nullable ? 'Why it can be NULL' : 'Why it is never NULL', reasons(why, layout), layout),
    section('Computed', computed(path, layout), layout),
    section('Plain form', block(forms.plain), layout),
    section('Compiled form', block(forms.compiled), layout),
    section('Made of', list(names(sources.length > 0 ? sources : lineage), layout), layout),
    section(
      'Affects',
      table(
        ['relation', 'what'],
        column.affects.map((effect) => [effect.relation, effectText(effect)]),
        layout,
      ),
      layout,
    ),
    section('Leaks', table(['at', 'in', 'what'], leakRows(column.leaks), layout), layout),
    section('Tree', block(column.tree), layout),
  ].join('')
  function typeText({ collation }: ExplainedColumn): string {
    const collated = collation === null ? '' : ` COLLATE ${collation}`
    return `${type.sql}${collated}, read as ${reads}${nullable ? ' | null' : ''}`
  }
}

/** The values of the column where it is not NULL. */
function valuesBody({ values }: ExplainedColumn, layout: Layout): string {
  const text = valuesText(values ?? undefined)
  return text === null ? '' : paragraph(text, layout, '  ')
}

/** What each group says of the column: where it is known, and what it is in each case. */
function evidenceBody({ evidence, nullable, values: all }: ExplainedColumn, layout: Layout): string {
  const isNews = ({ known, values }: ExplainedCase, isDecided: boolean): boolean =>
    (nullable && !isDecided && known !== 'both') ||
    (values !== null && JSON.stringify(values) !== JSON.stringify(all))
  return evidence
    .flatMap(({ by, tellsOf, known, cases }) => [
      ...(tellsOf.length > 0
        ? [`${by.join(' and ')} ${by.length > 1 ? 'tell' : 'tells'} of ${tellsOf.join(', ')}`]
        : []),
      ...(known === null ? [] : [`known exactly where ${known}`]),
      ...cases
        .filter((one) => isNews(one, known !== null))
        .map((one) => `${stateText(one)} where ${one.where}`),
    ])
    .map((line) => paragraph(line, layout, '  '))
    .join('')
}

type ExplainedCase = ExplainedColumn['evidence'][number]['cases'][number]

function stateText({ known, values }: ExplainedCase): string {
  if (known === 'never') return 'NULL'
  const text = valuesText(values ?? undefined) ?? (known === 'always' ? 'not NULL' : 'anything')
  return known === 'both' ? `${text} or NULL` : text
}

/** Prints the steps, numbered, with the reason below each. */
function reasons(why: readonly Reason[], layout: Layout): string {
  const { colors } = layout
  return why
    .map(({ relation, layer, column, place, sql, because }, at) => {
      const isNew = sql !== null && sql !== why[at - 1]?.sql
      const subject = [layer ?? relation, column].filter((part) => part !== null).join('.')
      const number = `${at + 1}. `
      const indent = ' '.repeat(number.length + 2)
      const where = layer === null ? '' : ` in ${relation}`
      return [
        `  ${number}${colors.bold(subject)}${where}  ${colors.cyan(placeText(place))}`.trimEnd() + '\n',
        paragraph(`${because}`, layout, indent),
        isNew ? `${indent}${colors.dim(sql)}\n` : '',
      ].join('')
    })
    .join('')
}

/** `derived.x ← base.x ← shop.offers.x`, and the place of the last one. */
function computed(path: readonly ExplainedOrigin[], layout: Layout): string {
  const last = path.at(-1)
  if (!last || (path.length === 1 && last.kind === 'source')) return ''
  const way = path.map(({ relation, column }) => `${relation}.${column}`).join(' ← ')
  return paragraph(way, layout, '  ')
}

function effectText({ rows, columns, width }: ExplainedColumn['affects'][number]): string {
  const named = columns.slice(0, NAMED).join(', ')
  const all =
    columns.length === width && width > 1
      ? `all ${width} columns`
      : columns.length > NAMED
        ? `${named} and ${columns.length - NAMED} more`
        : named
  return [rows ? 'its rows' : '', all].filter((part) => part !== '').join('; ')
}

/** Columns by relation: `shop.offers: id, price`. */
function names(refs: readonly ColumnRef[]): readonly string[] {
  return refs.map(({ relation, column }) => `${relation}.${column}`)
}

/** Prints what is known of a column of a layer. */
export const printNestedColumn = (
  { relation, name, comment, path, forms, invariants, becomes }: ExplainedNestedColumn,
  layout: Layout,
): string =>
  [
    head(
      {
        name: `${relation}.${name}`,
        what: '',
        place: path.at(-1)?.place ?? { file: null, line: null },
        comment,
      },
      layout,
    ),
    section('Invariants', invariantBody(invariants, layout), layout),
    section('Computed', computed(path, layout), layout),
    section('Plain form', block(forms.plain), layout),
    section(
      'Passed on to these columns, whose types and reasons are known',
      list(names(becomes), layout),
      layout,
    ),
  ].join('')
