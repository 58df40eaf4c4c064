import { findUnwritable } from './unwritable.js'

/** Characters that would be invisible in a plain quoted string. */
const CONTROL = /[\u0000-\u001f\u007f]/
const CONTROL_EACH = /[\u0000-\u001f\u007f]/g

const escapeControl = (char: string): string =>
  `\\x${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`

function textLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''")
  if (!CONTROL.test(value)) return `'${quoted}'`
  return `E'${quoted.replaceAll('\\', '\\\\').replace(CONTROL_EACH, escapeControl)}'`
}

/** A bare minus would bind less tightly than a cast that follows it. */
const signed = (text: string): string => (text.startsWith('-') ? `(${text})` : text)

/**
 * A number with its shortest digits. Postgres reads them as `integer`, `bigint` or `numeric`, the first that fits; read
 * as `double precision`, they are the same number. NaN, infinities and -0 are typed as floating-point.
 */
const numberLiteral = (value: number): string =>
  Number.isFinite(value) && !Object.is(value, -0)
    ? signed(String(value))
    : `'${Object.is(value, -0) ? '-0' : value}'::double precision`

const bigintLiteral = (value: bigint): string => signed(String(value))

/**
 * A point in time as Postgres reads it in any session: `2024-01-01 00:00:00+00`, with `BC` behind years before 1. In
 * ISO form JavaScript counts those years from 0 downward, and writes them and the years after 9999 with six digits and
 * a sign. Postgres accepts neither.
 */
function dateText(date: Date): string {
  const year = date.getUTCFullYear()
  const isBC = year < 1
  const digits = String(isBC ? 1 - year : year).padStart(4, '0')
  const iso = date.toISOString()
  // From the end, as the year is not always four characters: `-01-01T00:00:00.000Z`.
  const rest = iso.slice(-20, -1).replace('T', ' ').replace('.000', '')
  return `${digits}${rest}+00${isBC ? ' BC' : ''}`
}

/** The literal of a value that has one. */
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
 * @returns undefined for a value that has none; {@link findUnwritable} reports the part and the reason.
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
 * A Date, or an array of Dates, as a literal without a type, which takes the type of the expression beside it: `date`,
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
 * Not safe, and therefore typed: a column of its own in a SELECT list; an argument of any other function (`date_trunc`
 * has one for each type); an operand of `+` (read as an interval); a cast of it; where all partners are literals
 * (`text` then); beside an expression of type `text` (compared as text) or `jsonb`.
 *
 * Beside a `date` column, the time of day is dropped, as for a parameter that Kysely sends.
 *
 * @returns undefined for any other value, and for a value that {@link findUnwritable} reports.
 */
export function untypedDate(value: unknown): string | undefined {
  if (findUnwritable(value)) return undefined
  if (value instanceof Date) return `'${dateText(value)}'`
  if (!Array.isArray(value) || !value.flat(Infinity).some((item) => item instanceof Date)) return undefined
  const items = arrayText(value)
  return items === undefined ? undefined : `'${items}'`
}
