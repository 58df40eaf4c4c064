/** What the registry says about a diagnostic, in addition to its message and hint. */
export interface DiagnosticEntry {
  /** A few words, used as a heading. */
  readonly title: string
  /** One to three sentences: what it means, why it is an error, what to do. */
  readonly explanation: string
  /** A declaration or command that causes it, followed by the report. */
  readonly example: string
}

/** Text of several lines without the indentation that it has in a module. */
export function lines(parts: TemplateStringsArray): string {
  const all = parts.join('').replace(/^\n/, '').trimEnd().split('\n')
  const indents = all.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return all.map((line) => line.slice(indent)).join('\n')
}
