const WIDTH = 110

/** White space of any kind is one space; a comment's end in it would end it, and an @ at its start would be a tag. */
const clean = (text: string): string =>
  text
    .replaceAll('*/', '*\\/')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(^| )@/g, '$1\\@')

const needsCleaning = /\*\/|@|\s\s|[^\S ]|^\s|\s$/

function wrap(words: readonly string[], width: number): readonly string[] {
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

/** Ends a sentence that its author left open, so that another can follow. */
export const sentence = (text: string): string => {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/** A doc comment, on one line when it fits. White space of any kind counts as one space. */
export function jsdoc(text: string, indent = ''): string {
  const content = needsCleaning.test(text) ? clean(text) : text
  const single = `${indent}/** ${content} */`
  if (single.length <= WIDTH) return single
  const lines = wrap(content.split(' '), WIDTH - indent.length - 3)
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join('\n')
}
