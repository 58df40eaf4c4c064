import type { CompiledCertification } from '../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import type { OpenContract } from './open-contracts.js'

/**
 * What a certified relation promises of its rows, counted: a unique key without NULLs, and its invariants. The one
 * text of it: the contract function that gate B calls has it as its body, and `fusion verify` runs it as it is.
 */
export interface PromiseCounts {
  /** The relation that was counted, as SQL writes it. */
  readonly relation: string
  readonly rows: number
  /** Rows beyond the first of each key. */
  readonly duplicates: number
  /** Rows that have a NULL in their key. */
  readonly null_keys: number
  /** Rows that break an invariant, by its name. */
  readonly invariants: Readonly<Record<string, number>>
  /** Key of one row that breaks an invariant, as Postgres writes a row; absent where none does. */
  readonly examples: Readonly<Record<string, string>>
}

/** A function of Postgres takes at most 100 arguments, and an entry of an object is two. */
const ENTRIES = 40

/** SQL of a JSON object of any number of entries. */
function jsonObject(entries: readonly string[]): string {
  const parts: string[] = []
  for (let at = 0; at < entries.length; at += ENTRIES)
    parts.push(`jsonb_build_object(\n${entries.slice(at, at + ENTRIES).join(',\n')}\n    )`)
  return parts.length === 0 ? `'{}'::jsonb` : parts.join(' || ')
}

/** An invariant, and the column of a query that says whether it holds. */
interface Counted {
  readonly name: string
  readonly column: string
}

const isBroken = (column: string): string => `FILTER (WHERE c.${quoteIdentifier(column)} IS NOT TRUE)`

const counts = (invariants: readonly Counted[]): string =>
  jsonObject(
    invariants.map(({ name, column }) => `      ${quoteLiteral(name)}, count(*) ${isBroken(column)}`),
  )

const examples = (key: readonly string[], invariants: readonly Counted[]): string =>
  jsonObject(
    invariants.map(
      ({ name, column }) => `      ${quoteLiteral(name)}, min(${rowOf(key)}::text) ${isBroken(column)}`,
    ),
  )

const columnsOf = (key: readonly string[]): readonly string[] =>
  key.map((column) => `c.${quoteIdentifier(column)}`)

const rowOf = (key: readonly string[]): string => `ROW(${columnsOf(key).join(', ')})`

/**
 * A query of one `jsonb` value, which is {@link PromiseCounts}. It reads the rows of the contract once, and those of each
 * layer or view with invariants that are not proven.
 */
export function promiseQuery(
  { key, checked, contract, invariants }: CompiledCertification,
  open: readonly OpenContract[],
): string {
  const own = invariants.map(({ name }) => ({ name, column: name }))
  const promise = `  SELECT jsonb_build_object(
    'relation', ${quoteLiteral(quoteRelation(checked))},
    'rows', count(*),
    'duplicates', count(*) - count(DISTINCT ${rowOf(key)}),
    'null_keys', count(*) FILTER (WHERE ${columnsOf(key)
      .map((column) => `${column} IS NULL`)
      .join(' OR ')}),
    'invariants', ${counts(own)},
    -- The key of one row that breaks it.
    'examples', jsonb_strip_nulls(${examples(key, own)})
  )
  FROM (
-- Not indented: a line break in it may be part of a name.
${contract}
  ) AS c`
  if (open.length === 0) return promise
  const others = open.map(({ contract: { of, key: itsKey, select }, invariants: its }, at) => ({
    name: `o${at + 1}`,
    query: `  -- What ${JSON.stringify(of)} promises of its rows and no proof was found for.
  SELECT
    ${counts(its)} AS invariants,
    ${itsKey.length === 0 ? `'{}'::jsonb` : `jsonb_strip_nulls(${examples(itsKey, its)})`} AS examples
  FROM (
${select}
  ) AS c`,
  }))
  const merged = (part: string): string =>
    [`(p.promise -> '${part}')`, ...others.map(({ name }) => `${name}.${part}`)].join(' || ')
  return `SELECT p.promise || jsonb_build_object(
  'invariants', ${merged('invariants')},
  'examples', ${merged('examples')}
)
FROM (
${promise}
) AS p (promise)
${others.map(({ name, query }) => `CROSS JOIN (\n${query}\n) AS ${name}`).join('\n')}`
}
