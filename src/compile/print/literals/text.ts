/** Characters that a plain quoted string would carry into the SQL text unseen. */
const CONTROL = /[\u0000-\u001f\u007f]/
const CONTROL_EACH = /[\u0000-\u001f\u007f]/g

const escapeControl = (char: string): string =>
  `\\x${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`

export function textLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''")
  if (!CONTROL.test(value)) return `'${quoted}'`
  return `E'${quoted.replaceAll('\\', '\\\\').replace(CONTROL_EACH, escapeControl)}'`
}
