const WIDTH = 110

/** A declared text on one line, for a `--` or `//` comment: text after a line end would be code. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

/** A `*\/` in the text would end the comment, and a word that starts with `@` would be read as a tag. */
const clean = (text: string): string =>
  text
    .replaceAll('*/', '*\\/')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(^| )@/g, '$1\\@')

const needsCleaning = /\*\/|@|\s\s|[^\S ]|^\s|\s$/

export function wrap(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line += line === '' ? word : ` ${word}`
    }
  }
  return [...lines, line]
}

/** Adds a full stop where the author left it out, so that another sentence can follow. */
export const sentence = (text: string): string => {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/** A doc comment, on one line if it fits. White space of any kind becomes one space. */
export function jsdoc(text: string, indent = ''): string {
  const content = needsCleaning.test(text) ? clean(text) : text
  const single = `${indent}/** ${content} */`
  if (single.length <= WIDTH) return single
  const lines = wrap(content.split(' '), WIDTH - indent.length - 3)
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join('\n')
}
