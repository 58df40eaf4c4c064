import type { Colors } from './colors.js'

/** Longer diffs are cut; `--format json` prints them in full. */
const MOST_LINES = 120

function colorLine(line: string, colors: Colors): string {
  if (line.startsWith('---') || line.startsWith('+++')) return colors.bold(line)
  if (line.startsWith('@@')) return colors.cyan(line)
  if (line.startsWith('+')) return colors.green(line)
  return line.startsWith('-') ? colors.red(line) : line
}

/** A unified diff for people: colored, and cut after {@link MOST_LINES}. */
export function printDiff(diff: string, colors: Colors): string {
  const lines = diff.replace(/\n$/, '').split('\n')
  const shown = lines.slice(0, MOST_LINES).map((line) => colorLine(line, colors))
  const more = lines.length - shown.length
  if (more > 0) shown.push(colors.dim(`... ${more} more lines; --format json prints all of them`))
  return shown.map((line) => `${line}\n`).join('')
}
