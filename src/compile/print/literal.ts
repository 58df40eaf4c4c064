/** Characters that a plain quoted string would carry into the SQL text unseen. */
const CONTROL = /[\u0000-\u001f\u007f]/
const CONTROL_EACH = /[\u0000-\u001f\u007f]/g

const escapeControl = (char: string): string =>
  `\\x${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`

function textLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''")
  if (!CONTROL.test(value)) return `'${quoted}'`
  return `E'${quoted.replaceAll('\\', '\\\\').replace(CONTROL_EACH, escapeControl)}'`
}

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return `'${value}'::double precision`
  // A bare minus would bind looser than a cast that follows it.
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : String(value)
}

/**
 * A JavaScript value as a Postgres literal of the fitting type, the same text on every machine.
 *
 * @returns undefined for what has no literal: functions, symbols, text with a NUL.
 */
export function literal(value: unknown): string | undefined {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return value.includes('\0') ? undefined : textLiteral(value)
  if (typeof value === 'number') return numberLiteral(value)
  if (typeof value === 'bigint') return value < 0n ? `(${value})` : String(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : `'${value.toISOString()}'::timestamp with time zone`
  }
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`
  if (Array.isArray(value)) {
    const items = value.map(literal)
    if (items.length === 0 || items.includes(undefined)) return undefined
    return `ARRAY[${items.join(', ')}]`
  }
  if (typeof value === 'object') {
    const json = JSON.stringify(value)
    return json.includes('\\u0000') ? undefined : `${textLiteral(json)}::jsonb`
  }
  return undefined
}
