import type { Colours } from './colours.js'

/** Longest diff of one file that is printed whole; `--format json` has all of any. */
const MOST_LINES = 120

function colourLine(line: string, colours: Colours): string {
  if (line.startsWith('---') || line.startsWith('+++')) return colours.bold(line)
  if (line.startsWith('@@')) return colours.cyan(line)
  if (line.startsWith('+')) return colours.green(line)
  return line.startsWith('-') ? colours.red(line) : line
}

/** A unified diff for people: coloured, and cut where nobody reads on. */
export function printDiff(diff: string, colours: Colours): string {
  const lines = diff.replace(/\n$/, '').split('\n')
  const shown = lines.slice(0, MOST_LINES).map((line) => colourLine(line, colours))
  const left = lines.length - shown.length
  if (left > 0) shown.push(colours.dim(`... ${left} more lines; --format json has them all`))
  return shown.map((line) => `${line}\n`).join('')
}
