import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'

/** A column whose values can be counted. */
export interface CountedColumn {
  readonly name: string
  readonly kind: 'boolean' | 'integer' | 'text'
}

export interface ValueCount {
  /** As text; null is NULL. */
  readonly value: string | null
  readonly rows: number
}

/** Every value of a column with its rows, in the order of the values, NULL last. */
export interface ColumnValues extends CountedColumn {
  readonly values: readonly ValueCount[]
}

/** A column with more values than this is not a category. */
export const MOST_VALUES = 12
/** Number of rows that are sampled to exclude columns with many values. */
const SAMPLE = 10_000

const alias = (at: number): string => `c${at}`

const inner = (relation: RelationName, columns: readonly CountedColumn[], rest = ''): string =>
  `(SELECT ${columns.map(({ name }, at) => `r.${quoteIdentifier(name)} AS ${alias(at)}`).join(', ')}
    FROM ${quoteRelation(relation)} AS r ${rest}) AS s`

/** The columns that have few values in a sample, so that the others are not counted in the whole relation. */
async function withFewValues(
  session: Session,
  relation: RelationName,
  columns: readonly CountedColumn[],
): Promise<CountedColumn[]> {
  const counts = columns.map((_, at) => `count(DISTINCT s.${alias(at)})::int4 AS ${alias(at)}`)
  const [sample = {}] = await session.query<Readonly<Record<string, number>>>(
    `SELECT ${counts.join(', ')} FROM ${inner(relation, columns, `LIMIT ${SAMPLE}`)}`,
  )
  return columns.filter((_, at) => (sample[alias(at)] ?? 0) <= MOST_VALUES)
}

interface ValueRow {
  readonly at: number
  readonly value: string | null
  readonly rows: string
}

/** One pass for all columns, with a grouping set for each. */
function valuesQuery(relation: RelationName, columns: readonly CountedColumn[]): string {
  const pick = (then: (at: number) => string): string =>
    `CASE ${columns.map((_, at) => `WHEN GROUPING(s.${alias(at)}) = 0 THEN ${then(at)}`).join(' ')} END`
  return `SELECT at, value, rows FROM (
    SELECT g.*, count(g.value) OVER (PARTITION BY g.at) AS distinct_values FROM (
      SELECT ${pick(String)} AS at, ${pick((at) => `s.${alias(at)}::text`)} AS value, count(*) AS rows
      FROM ${inner(relation, columns)}
      GROUP BY GROUPING SETS (${columns.map((_, at) => `(s.${alias(at)})`).join(', ')})
    ) AS g
  ) AS counted WHERE distinct_values <= ${MOST_VALUES}`
}

const byValue =
  (kind: CountedColumn['kind']) =>
  (a: ValueRow, b: ValueRow): number => {
    if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1
    if (kind === 'integer') return Number(a.value) - Number(b.value)
    return a.value < b.value ? -1 : 1
  }

/** Counts the values of columns that have few distinct values, in the order of the columns. */
export async function countValues(
  session: Session,
  relation: RelationName,
  columns: readonly CountedColumn[],
): Promise<readonly ColumnValues[]> {
  if (columns.length === 0) return []
  const counted = await withFewValues(session, relation, columns)
  if (counted.length === 0) return []
  const rows = await session.query<ValueRow>(valuesQuery(relation, counted))
  return counted.flatMap((column, index) => {
    const values = rows.filter(({ at }) => at === index).toSorted(byValue(column.kind))
    return values.length === 0
      ? []
      : [{ ...column, values: values.map(({ value, rows: n }) => ({ value, rows: Number(n) })) }]
  })
}
