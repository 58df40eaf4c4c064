import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { Session } from '../../postgres/session.js'
import { type PromiseCounts, promiseQuery } from '../promise-query.js'

/** An invariant with the number of rows that violate it. */
export interface InvariantCount {
  readonly name: string
  readonly comment: string
  readonly broken: number
  /** Key of one such row, as Postgres prints a row. */
  readonly example: string | null
}

export interface DuplicateKey {
  /** Values of the key's columns, in their order, as text. */
  readonly key: readonly string[]
  readonly rows: number
}

/** Counts of the checks on all rows of a relation. */
export interface RowCheck {
  readonly rows: number
  readonly nullKeys: number
  /** Number of keys that occur in more than one row. */
  readonly duplicateKeys: number
  /** The first of them, by key. */
  readonly duplicates: readonly DuplicateKey[]
  readonly invariants: readonly InvariantCount[]
}

/** Maximum number of duplicate keys to fetch as examples. */
const MOST_EXAMPLES = 20

const columnOf = (name: string): string => `c.${quoteIdentifier(name)}`

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

/** Counts duplicate keys, NULL keys and violated invariants, with the privileges of the connected role. */
export async function checkRows(session: Session, certification: CompiledCertification): Promise<RowCheck> {
  const [counted] = await session.query<{ readonly counts: PromiseCounts }>(
    `SELECT p.counts FROM (\n${promiseQuery(certification)}\n) AS p (counts)`,
  )
  if (!counted) throw new Error('the counts are one row')
  const { rows, duplicates, null_keys, invariants, examples } = counted.counts
  const repeated = duplicates === 0 ? [] : await session.query<DuplicateRow>(duplicatesQuery(certification))
  return {
    rows,
    nullKeys: null_keys,
    duplicateKeys: Number(repeated[0]?.keys ?? 0),
    duplicates: repeated.map(({ key, rows: n }) => ({
      key: key.map((value) => value ?? 'NULL'),
      rows: Number(n),
    })),
    invariants: certification.invariants.map(({ name, comment }) => ({
      name,
      comment,
      broken: invariants[name] ?? 0,
      example: examples[name] ?? null,
    })),
  }
}
