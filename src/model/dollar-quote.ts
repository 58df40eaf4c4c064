/**
 * A text in dollar quotes, whose tag does not occur in it: a name in the text may be anything.
 *
 * @param name letters that the tag is made of.
 */
export function dollarQuoted(name: string, text: string): string {
  let tag = `$${name}$`
  for (let i = 1; text.includes(tag); i++) tag = `$${name}${i}$`
  return `${tag}\n${text}\n${tag}`
}
