/** A member of an interface as TypeScript text: `name` is an identifier or a string literal. */
export interface Member {
  readonly name: string
  readonly type: string
}

/** `name`, or `"schema.name"`, which needs its quotes in any case. Anything unusual is left for the formatter to see. */
const plainName = /^(?:[A-Za-z_]\w*|"[A-Za-z_]\w*\.[\w.]*")$/
const rowType = /^[A-Za-z_]\w*Row$/

/** The same letter for every letter, so that length, dots and quotes stay. */
const standIn = (text: string, letter: string): string =>
  text.startsWith('"') ? text.replace(/\w/g, letter) : letter.repeat(text.length)

/**
 * A member with stand-ins for its names; members of one shape are laid out alike. A formatter looks at how long a plain
 * name is, not at what it says, so there are a few hundred shapes in any project, and what has to be formatted does not
 * grow with the project. Neither letter occurs in `readonly`.
 */
export const memberShape = ({ name, type }: Member): Member => ({
  name: plainName.test(name) ? standIn(name, 'N') : name,
  type: rowType.test(type) ? standIn(type, 'T') : type,
})

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1) : text)

function replaceAt(text: string, at: number, old: string, replacement: string): string {
  if (at < 0) throw new Error(`${old} is not in ${text}`)
  return text.slice(0, at) + replacement + text.slice(at + old.length)
}

/** The formatted text of a shape with the member's own names in it. */
export function restoreMember(formatted: string, shape: Member, { name, type }: Member): string {
  let text = formatted
  // Last and first: the other half of the member may read like a stand-in.
  if (shape.type !== type) text = replaceAt(text, text.lastIndexOf(shape.type), shape.type, type)
  if (shape.name === name) return text
  const stand = unquoted(shape.name)
  return replaceAt(text, text.indexOf(stand), stand, unquoted(name))
}
