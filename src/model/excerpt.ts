/** Maximum length of an excerpt, in characters. */
const WIDTH = 100
/** How many of them may precede the character that it is about. */
const BEFORE = 40

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

/**
 * A piece of a text on one line, cut to the part around one of its characters.
 *
 * @param start first character of the piece.
 * @param end after its last.
 */
export function excerptAt(text: string, start: number, end: number, character: number): string {
  const whole = flat(text.slice(start, end)).trim()
  if (whole.length <= WIDTH) return whole
  const before = flat(text.slice(start, character)).trimStart()
  const rest = flat(text.slice(character, end)).trimEnd()
  const head = before.length > BEFORE ? `…${before.slice(-BEFORE)}` : before
  const space = WIDTH - head.length
  return head + (rest.length > space ? `${rest.slice(0, space - 1)}…` : rest)
}
