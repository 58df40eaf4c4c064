/** A member of an interface as TypeScript text; `name` is an identifier or a string literal. */
export interface Member {
  readonly name: string
  readonly type: string
}

/** Width of a line of `rows.ts`, its indentation included. */
export const PRINT_WIDTH = 110

/** Printable ASCII without quotes, backslash and backtick: one column a character, and the same text in any quotes. */
const literal = /"[ !#-&(-[\]-_a-~]*"/
const identifier = /[A-Za-z_$][\w$]*/
const keyword = /(?:bigint|boolean|false|never|null|number|string|true|unknown)\b/
/** No keyword starts with a capital or an underscore. */
const reference = /[A-Z_][\w$]*/
/** As prettier writes it: without an exponent or trailing zeros. */
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d*[1-9]|n)?(?![\w.])/
const array = new RegExp(`\\((?:${keyword.source}|${reference.source}) \\| null\\)\\[\\]`)

const whole = ({ source }: RegExp): RegExp => new RegExp(`^(?:${source})$`)
const isLiteral = whole(literal)
const isIdentifier = whole(identifier)
const isReference = whole(reference)

/** The next item of a union, which ` | ` or the end follows. */
const item = new RegExp(
  `(${[literal, keyword, reference, numeral, array].map(({ source }) => source).join('|')})(?: \\| (?=.)|$)`,
  'y',
)

/** Items of a union; undefined if one of them is not plain. */
function unionItems(type: string): readonly string[] | undefined {
  const items: string[] = []
  item.lastIndex = 0
  do {
    const found = item.exec(type)?.[1]
    if (found === undefined) return undefined
    items.push(found)
  } while (item.lastIndex < type.length)
  return items
}

const singleQuoted = (text: string): string => (text.startsWith('"') ? `'${text.slice(1, -1)}'` : text)

/** Quotes that a name does not need are left to the formatter. */
const isPlainName = (name: string): boolean =>
  isIdentifier.test(name) || (isLiteral.test(name) && !isIdentifier.test(name.slice(1, -1)))

/** Whether prettier never breaks the union: a reference and nothing but null. */
const isNullableReference = (items: readonly string[]): boolean =>
  items.filter((part) => part !== 'null').length === 1 && items.some((part) => isReference.test(part))

/**
 * A readonly member exactly as prettier prints it in the body of an interface; undefined if that is not certain, and
 * the formatter must print it. Plain types
 * are unions of keywords, references, numbers, string literals and, where they fit in a line, arrays.
 */
export function printPlainMember({ name, type }: Member): string | undefined {
  const items = unionItems(type)
  if (items === undefined || !isPlainName(name)) return undefined
  const printed = items.map(singleQuoted)
  const union = printed.join(' | ')
  const start = `  readonly ${singleQuoted(name)}:`
  const line = `${start} ${union}`
  if (line.length <= PRINT_WIDTH) return line
  if (items.some((part) => part.startsWith('('))) return undefined
  return items.length === 1 || isNullableReference(items) ? line : broken(start, printed)
}

/** A union that does not fit beside its name: on a line of its own, or else on a line for each item. */
function broken(start: string, items: readonly string[]): string {
  const line = `    ${items.join(' | ')}`
  return line.length <= PRINT_WIDTH
    ? `${start}\n${line}`
    : `${start}\n${items.map((text) => `    | ${text}`).join('\n')}`
}
