import type { InspectedView } from '../../../src/app/inspect/inspect-report.js'
import type { ColumnState, ColumnValues } from '../../../src/model/column-values.js'
import { quoteRelation } from '../../../src/model/quote-identifier.js'
import { quoteLiteral } from '../../../src/model/quote-literal.js'
import type { Session } from '../../../src/postgres/session.js'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A composite value is NULL for IS NULL if its fields are. */
const isNull = (name: string): string => `pg_catalog.num_nulls(${quoted(name)}) > 0`

const isAmong = (name: string, values: ColumnValues): string => {
  if ('oneOf' in values)
    return values.oneOf.length === 0
      ? 'false'
      : `${quoted(name)}::text IN (${values.oneOf.map((value) => quoteLiteral(String(value))).join(', ')})`
  const bounds = [
    ...(values.min === null ? [] : [`${quoted(name)} >= ${values.min}`]),
    ...(values.max === null ? [] : [`${quoted(name)} <= ${values.max}`]),
  ]
  return bounds.join(' AND ')
}

const isState = ({ name, known, values }: ColumnState): string => {
  if (known === 'never') return isNull(name)
  const among = values === undefined ? 'true' : isAmong(name, values)
  return known === 'always' ? `(NOT ${isNull(name)} AND ${among})` : `(${isNull(name)} OR ${among})`
}

/** What is claimed of each row, with a name for messages. */
function claimsOf({ columns, evidence }: InspectedView): readonly (readonly [string, string])[] {
  return [
    ...columns.flatMap(({ name, nullable, values }) => [
      ...(nullable ? [] : [[`${name} is never NULL`, `NOT ${isNull(name)}`] as const]),
      ...(values === null
        ? []
        : [[`${name} is among its values`, `${isNull(name)} OR ${isAmong(name, values)}`] as const]),
    ]),
    ...evidence.map(
      ({ by, cases }) =>
        [
          `a case of ${by.join()}`,
          cases.map((states) => states.map(isState).join(' AND ')).join('\nOR '),
        ] as const,
    ),
  ]
}

export interface Held {
  readonly rows: number
  /** Claims that a row of the view contradicts. */
  readonly broken: readonly string[]
}

/** Holds what is said of a view against each of its rows. */
export async function holdsOfRows(session: Session, view: InspectedView): Promise<Held> {
  const claims = claimsOf(view)
  const counts = claims.map(
    ([, claim], at) => `pg_catalog.count(*) FILTER (WHERE (${claim}) IS NOT TRUE)::int AS c${at}`,
  )
  const [found = {}] = await session.query<Record<string, number>>(
    `SELECT ${['pg_catalog.count(*)::int AS rows', ...counts].join(',\n')} FROM ${quoteRelation(view)}`,
  )
  const broken = claims.filter((_, at) => found[`c${at}`] !== 0).map(([name]) => name)
  return { rows: found['rows'] ?? 0, broken }
}
