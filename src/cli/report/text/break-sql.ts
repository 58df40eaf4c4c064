const PART =
  /(?<string>[eE]'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|"(?:[^"]|"")*")|(?<open>\(select\b|\()|(?<close>\))|(?<clause> (?:(?:inner|left|right|full|cross) join|(?<!distinct )from|where|group by|having|order by|limit|union|intersect|except)\b)/gi

/**
 * Breaks a query printed by Kysely into lines: each clause on its own line, subqueries indented. Only white space between
 * words changes, never inside quotes.
 */
export function breakSql(sql: string): string {
  const isQuery: boolean[] = [true]
  const line = (): string => `\n${'  '.repeat(isQuery.filter(Boolean).length - 1)}`
  return sql.replaceAll(PART, (text, ...rest) => {
    const groups = rest.at(-1) as Partial<Record<'open' | 'close' | 'clause', string>>
    if (groups.open !== undefined) {
      isQuery.push(text.length > 1)
      return text.length > 1 ? `(${line()}${text.slice(1)}` : text
    }
    if (groups.close !== undefined) return isQuery.length > 1 && isQuery.pop() ? `${line()})` : text
    if (groups.clause !== undefined) return isQuery.at(-1) ? line() + text.trimStart() : text
    return text
  })
}
