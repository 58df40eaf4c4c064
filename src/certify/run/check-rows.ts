import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'
import type { OpenContract } from '../open-contracts.js'
import { type PromiseCounts, promiseQuery } from '../promise-query.js'

/** An invariant with the number of rows that violate it. */
export interface InvariantCount {
  readonly name: string
  readonly comment: string
  /** Null if it was not checked, because the role cannot read what the layer reads. */
  readonly broken: number | null
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

/** The invariants that the connected role can check: a layer reads the sources, as no view does it for the role. */
async function readable(session: Session, open: readonly OpenContract[]): Promise<readonly OpenContract[]> {
  if (open.length === 0) return open
  const read = open.flatMap(({ contract }) => contract.dependsOn)
  const rows = await session.query<RelationName>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name
    FROM pg_catalog.jsonb_to_recordset($1) AS r (schema text, name text)
    JOIN pg_catalog.pg_namespace n ON n.nspname = r.schema
    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = r.name
    WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')`,
    [JSON.stringify(read)],
  )
  const visible = new Set(rows.map(displayName))
  return open.filter(({ contract }) => contract.dependsOn.every((one) => visible.has(displayName(one))))
}

/**
 * Counts duplicate keys, NULL keys and violated invariants, with the privileges of the connected role.
 *
 * @param open invariants of what the certified relations read that are checked as well.
 */
export async function checkRows(
  session: Session,
  certification: CompiledCertification,
  open: readonly OpenContract[],
): Promise<RowCheck> {
  const [counted] = await session.query<{ readonly counts: PromiseCounts }>(
    `SELECT p.counts FROM (\n${promiseQuery(certification, await readable(session, open))}\n) AS p (counts)`,
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
    invariants: [...certification.invariants, ...open.flatMap(({ invariants: of }) => of)].map(
      ({ name, comment }) => ({
        name,
        comment,
        broken: invariants[name] ?? null,
        example: examples[name] ?? null,
      }),
    ),
  }
}
