import type { CompiledCertification } from '../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'

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

/** A query of one `jsonb` value, which is {@link PromiseCounts}. It reads the rows of the contract once. */
export function promiseQuery({ key, checked, contract, invariants }: CompiledCertification): string {
  const columns = key.map((column) => `c.${quoteIdentifier(column)}`)
  const rowOfKey = `ROW(${columns.join(', ')})`
  const broken = (name: string): string => `FILTER (WHERE c.${quoteIdentifier(name)} IS NOT TRUE)`
  const entries = (value: (name: string) => string): string =>
    jsonObject(invariants.map(({ name }) => `      ${quoteLiteral(name)}, ${value(name)}`))
  return `  SELECT jsonb_build_object(
    'relation', ${quoteLiteral(quoteRelation(checked))},
    'rows', count(*),
    'duplicates', count(*) - count(DISTINCT ${rowOfKey}),
    'null_keys', count(*) FILTER (WHERE ${columns.map((column) => `${column} IS NULL`).join(' OR ')}),
    'invariants', ${entries((name) => `count(*) ${broken(name)}`)},
    -- The key of one row that breaks it.
    'examples', jsonb_strip_nulls(${entries((name) => `min(${rowOfKey}::text) ${broken(name)}`)})
  )
  FROM (
-- Not indented: a line break in it may be part of a name.
${contract}
  ) AS c`
}
