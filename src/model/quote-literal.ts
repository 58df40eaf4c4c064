// oxlint-disable-next-line no-control-regex -- the pattern looks for control characters
const control = /[\u0001-\u0009\u000b-\u001f\u007f]/g

// oxlint-disable-next-line no-control-regex -- the same
const special = /['\0-\u001f\u007f]/

const escaped = (char: string): string => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`

/**
 * A text as an SQL literal. Line ends stay as they are, for readability. Other control characters are escaped, since an
 * editor or a version control system may change them unnoticed. NUL, which Postgres cannot store, is left out.
 */
export function quoteLiteral(text: string): string {
  if (!special.test(text)) return `'${text}'`
  const quoted = text.replaceAll('\0', '').replaceAll("'", "''")
  if (quoted.search(control) < 0) return `'${quoted}'`
  return `E'${quoted.replaceAll('\\', '\\\\').replace(control, escaped)}'`
}
