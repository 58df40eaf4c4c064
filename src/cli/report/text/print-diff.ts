import type { Colors } from './colors.js'

/** Longest diff of one file that is printed whole; `--format json` has all of any. */
const MOST_LINES = 120

function colorLine(line: string, colors: Colors): string {
  if (line.startsWith('---') || line.startsWith('+++')) return colors.bold(line)
  if (line.startsWith('@@')) return colors.cyan(line)
  if (line.startsWith('+')) return colors.green(line)
  return line.startsWith('-') ? colors.red(line) : line
}

/** A unified diff for people: colored, and cut where nobody reads on. */
export function printDiff(diff: string, colors: Colors): string {
  const lines = diff.replace(/\n$/, '').split('\n')
  const shown = lines.slice(0, MOST_LINES).map((line) => colorLine(line, colors))
  const left = lines.length - shown.length
  if (left > 0) shown.push(colors.dim(`... ${left} more lines; --format json has them all`))
  return shown.map((line) => `${line}\n`).join('')
}
