import type { CompiledCertification } from '../../model/certification.js'
import { dollarQuoted } from '../../model/dollar-quote.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { contractName, nameLiteral } from './sql-names.js'

/** A function of Postgres takes at most 100 arguments, and an entry of an object is two. */
const ENTRIES = 40

/** SQL of a JSON object of any number of entries. */
function jsonObject(entries: readonly string[]): string {
  const parts: string[] = []
  for (let at = 0; at < entries.length; at += ENTRIES)
    parts.push(`jsonb_build_object(\n${entries.slice(at, at + ENTRIES).join(',\n')}\n    )`)
  return parts.length === 0 ? `'{}'::jsonb` : parts.join(' || ')
}

/**
 * The function that counts a store's promises in one pass. Its body is a string on purpose: one in SQL-standard form
 * would keep the views from being dropped and made anew.
 *
 * @param path Search path under which the views are created, so that their operators are found here too.
 */
export function emitContract(certified: CompiledCertification, path: string): string {
  const key = certified.key.map((column) => `c.${quoteIdentifier(column)}`)
  const rowOfKey = `ROW(${key.join(', ')})`
  const broken = (name: string): string => `FILTER (WHERE c.${quoteIdentifier(name)} IS NOT TRUE)`
  const names = certified.invariants.map(({ name }) => name)
  const body = `  SELECT jsonb_build_object(
    'relation', ${nameLiteral(certified.checked)},
    'rows', count(*),
    'duplicates', count(*) - count(DISTINCT ${rowOfKey}),
    'null_keys', count(*) FILTER (WHERE ${key.map((column) => `${column} IS NULL`).join(' OR ')}),
    'invariants', ${jsonObject(names.map((name) => `      ${quoteLiteral(name)}, count(*) ${broken(name)}`))},
    -- The key of one row that breaks it.
    'examples', jsonb_strip_nulls(${jsonObject(
      names.map((name) => `      ${quoteLiteral(name)}, min(${rowOfKey}::text) ${broken(name)}`),
    )})
  )
  FROM (
-- As it is: a line end in it may be part of a name.
${certified.contract}
  ) AS c`
  const name = contractName(certified)
  return `CREATE OR REPLACE FUNCTION ${name}() RETURNS jsonb
LANGUAGE sql STABLE SET search_path = ${path}
-- A T0 in the key of an example is written the same in every session.
SET TimeZone = 'UTC' SET DateStyle = 'ISO, MDY'
AS ${dollarQuoted('contract', body)};
REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC;`
}
