import { oneLine, wrap } from '../comment-text.js'

/** The width that Python's own tools use by default. */
export const WIDTH = 100

/** Characters without a visible form, which an editor or a tool may drop or reorder, and ends of lines. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const escapeInvisible = (char: string): string => {
  const code = char.codePointAt(0) ?? 0
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : code > 0xff
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\x${code.toString(16).padStart(2, '0')}`
}

/** A text as a string literal. */
export const stringLiteral = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replace(INVISIBLE, escapeInvisible)}"`

/** A value as a literal. */
export const valueLiteral = (value: string | number | boolean): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? String(value) : stringLiteral(value)
}

/** Wrapped before it is escaped, so that no escape is cut. The quotes of a docstring end it only where three follow each other. */
const docText = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"').replace(INVISIBLE, escapeInvisible)

/** A docstring, on one line if it fits. White space of any kind becomes one space. */
export function docstring(text: string, indent = ''): string {
  const words = oneLine(text).split(' ')
  const lines = wrap(words, WIDTH - indent.length - 3).map(docText)
  const [first = ''] = lines
  // A quote or a blank at the end would join the closing quotes.
  if (lines.length === 1 && first.length + indent.length + 6 <= WIDTH && !/["\s]$/.test(first))
    return `${indent}"""${first}"""`
  return [`${indent}"""${first}`, ...lines.slice(1).map((line) => `${indent}${line}`), `${indent}"""`].join(
    '\n',
  )
}

/** A comment of any number of lines. */
export const comment = (text: string, indent = ''): string =>
  wrap(oneLine(text).split(' '), WIDTH - indent.length - 2)
    .map((line) => `${indent}# ${line.replace(INVISIBLE, escapeInvisible)}`)
    .join('\n')

/** Items between brackets: on one line if they fit, otherwise each on its own with a comma after it. */
export function bracketed(
  open: string,
  items: readonly string[],
  close: string,
  indent: string,
  around = 0,
): string {
  const single = `${open}${items.join(', ')}${close}`
  if (items.length === 0 || indent.length + around + single.length <= WIDTH) return single
  return `${open}\n${items.map((item) => `${indent}    ${item},\n`).join('')}${indent}${close}`
}
