import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'

/** An invariant with how many rows break it. */
export interface InvariantCount {
  readonly name: string
  readonly comment: string
  readonly broken: number
  /** Key of one such row, as Postgres writes a row. */
  readonly example: string | null
}

export interface DuplicateKey {
  /** Values of the key's columns, in their order, as text. */
  readonly key: readonly string[]
  readonly rows: number
}

/** What is promised of every row of a relation, counted. */
export interface RowCheck {
  readonly rows: number
  readonly nullKeys: number
  /** Keys that more than one row has. */
  readonly duplicateKeys: number
  /** The first of them, by key. */
  readonly duplicates: readonly DuplicateKey[]
  readonly invariants: readonly InvariantCount[]
}

type Counts = Readonly<Record<string, string | null>>

/** Examples of duplicate keys that are fetched. */
const MOST_EXAMPLES = 20

const columnOf = (name: string): string => `c.${quoteIdentifier(name)}`

/** One pass over the contract's rows. Columns are numbered: an invariant may be called `rows`. */
function countsQuery({ key, contract, invariants }: CompiledCertification): string {
  const row = `ROW(${key.map(columnOf).join(', ')})`
  const counts = invariants.flatMap(({ name }, at) => {
    const broken = `FILTER (WHERE ${columnOf(name)} IS NOT TRUE)`
    return [`count(*) ${broken} AS b${at}`, `min(${row}::text) ${broken} AS e${at}`]
  })
  return `SELECT count(*) AS rows, count(*) - count(DISTINCT ${row}) AS repeated,
    count(*) FILTER (WHERE ${key.map((column) => `${columnOf(column)} IS NULL`).join(' OR ')}) AS null_keys
    ${counts.map((count) => `, ${count}`).join('\n    ')}
    FROM (\n${contract}\n) AS c`
}

function duplicatesQuery({ key, checked }: CompiledCertification): string {
  const columns = key.map(columnOf).join(', ')
  return `SELECT ARRAY[${key.map((column) => `${columnOf(column)}::text`).join(', ')}] AS key,
    count(*) AS rows, count(*) OVER () AS keys
    FROM ${quoteRelation(checked)} AS c
    GROUP BY ${columns} HAVING count(*) > 1 ORDER BY ${columns} LIMIT ${MOST_EXAMPLES}`
}

interface DuplicateRow {
  readonly key: readonly (string | null)[]
  readonly rows: string
  readonly keys: string
}

/** Counts what is promised of the rows, on behalf of whoever is connected. */
export async function checkRows(session: Session, certification: CompiledCertification): Promise<RowCheck> {
  const [counts = {}] = await session.query<Counts>(countsQuery(certification))
  const number = (name: string): number => Number(counts[name] ?? 0)
  const duplicates =
    number('repeated') === 0 ? [] : await session.query<DuplicateRow>(duplicatesQuery(certification))
  return {
    rows: number('rows'),
    nullKeys: number('null_keys'),
    duplicateKeys: Number(duplicates[0]?.keys ?? 0),
    duplicates: duplicates.map(({ key, rows }) => ({
      key: key.map((value) => value ?? 'NULL'),
      rows: Number(rows),
    })),
    invariants: certification.invariants.map(({ name, comment }, at) => ({
      name,
      comment,
      broken: number(`b${at}`),
      example: counts[`e${at}`] ?? null,
    })),
  }
}
