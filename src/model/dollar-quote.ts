/**
 * A text in dollar quotes with a tag that does not occur in it, since names in the text are arbitrary.
 *
 * @param name letters that the tag is made of.
 */
export function dollarQuoted(name: string, text: string): string {
  let tag = `$${name}$`
  for (let i = 1; text.includes(tag); i++) tag = `$${name}${i}$`
  return `${tag}\n${text}\n${tag}`
}
