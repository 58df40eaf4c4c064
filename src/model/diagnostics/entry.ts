/** What is known of a diagnostic beside the sentences that are reported with it. */
export interface DiagnosticEntry {
  /** A few words, as the heading of a page. */
  readonly title: string
  /** One to three sentences: what it means, why it is refused, what to do. */
  readonly explanation: string
  /** A declaration or command that gives it, an empty line, and what is reported then. */
  readonly example: string
}

/** Text of several lines without the indentation that it has in a module. */
export function lines(parts: TemplateStringsArray): string {
  const all = parts.join('').replace(/^\n/, '').trimEnd().split('\n')
  const indents = all.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return all.map((line) => line.slice(indent)).join('\n')
}
