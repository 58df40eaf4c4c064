import { dateText } from './literals/date.js'
import { bigintLiteral, numberLiteral } from './literals/number.js'
import { textLiteral } from './literals/text.js'
import { findUnwritable } from './literals/unwritable.js'

/** Of a value that is known to have one. */
function write(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textLiteral(value)
    case 'number':
      return numberLiteral(value)
    case 'bigint':
      return bigintLiteral(value)
    case 'boolean':
      return value ? 'TRUE' : 'FALSE'
    default:
  }
  if (value === null) return 'NULL'
  if (value instanceof Date) return `'${dateText(value)}'::timestamp with time zone`
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`
  if (Array.isArray(value)) return `ARRAY[${value.map(write).join(', ')}]`
  return `${textLiteral(JSON.stringify(value))}::jsonb`
}

/**
 * A JavaScript value as a Postgres literal of the fitting type, the same text on every machine.
 *
 * @returns undefined for what has none; {@link findUnwritable} says which part of it and why.
 */
export const literal = (value: unknown): string | undefined =>
  findUnwritable(value) ? undefined : write(value)

function arrayText(items: readonly unknown[]): string | undefined {
  const texts = items.map((item) => {
    if (item === null) return 'NULL'
    if (Array.isArray(item)) return arrayText(item)
    return item instanceof Date ? `"${dateText(item)}"` : undefined
  })
  return texts.includes(undefined) ? undefined : `{${texts.join(', ')}}`
}

/**
 * A Date, or an array of Dates, as a literal without a type, which takes the type of what stands beside it: `date`,
 * `timestamp` and `timestamptz` all read it as the same UTC time in a session of any TimeZone. A typed literal beside a
 * `date` or `timestamp` column is another day in another TimeZone, since Postgres converts the column.
 *
 * Safe where at least one partner is an expression of a date or time type:
 *
 * - the other side of `=`, `<>`, `<`, `<=`, `>`, `>=`, IS [NOT] DISTINCT FROM, BETWEEN and IN, a row of these included;
 * - `= ANY (…)`, `< ALL (…)` and the like, where the array is the literal (ARRAY[…] of bare literals is `text[]`);
 * - an argument of COALESCE, NULLIF, GREATEST, LEAST, or a result of CASE, beside another that is not a literal;
 * - a WHEN value of a CASE with an operand; `column - date`.
 *
 * Not safe, so typed: a column of its own in a SELECT list; an argument of any other function (`date_trunc` has one for
 * each type); an operand of `+` (read as an interval); a cast of it; where all partners are literals (`text` then); beside an
 * expression of type `text` (compared as text) or `jsonb`.
 *
 * A `date` column keeps the day alone: beside it, as for a parameter that Kysely sends, the time of day is dropped.
 *
 * @returns undefined for any other value, and for what {@link findUnwritable} finds fault with.
 */
export function untypedDate(value: unknown): string | undefined {
  if (findUnwritable(value)) return undefined
  if (value instanceof Date) return `'${dateText(value)}'`
  if (!Array.isArray(value) || !value.flat(Infinity).some((item) => item instanceof Date)) return undefined
  const items = arrayText(value)
  return items === undefined ? undefined : `'${items}'`
}
