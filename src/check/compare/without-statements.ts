import { quoteRelation } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'

const FUNCTION = 'function '

/** The beginnings of statements about a relation or function. Views are created in two ways. */
export function statementStarts(relation: string): readonly string[] {
  if (relation.startsWith(FUNCTION)) {
    const name = quoteRelation(splitName(relation.slice(FUNCTION.length)))
    return [`CREATE OR REPLACE FUNCTION ${name}(`, `COMMENT ON FUNCTION ${name}(`]
  }
  const name = quoteRelation(splitName(relation))
  return [
    `CREATE OR REPLACE VIEW ${name} AS`,
    `CREATE VIEW ${name} AS`,
    ...['VIEW', 'TABLE', 'MATERIALIZED VIEW'].map((kind) => `COMMENT ON ${kind} ${name} IS`),
    `COMMENT ON COLUMN ${name}.`,
  ]
}

/** Of a stored relation: the hash of what its rows are computed by, which changes with the views below it. */
const DEFINITION = /^ {2}"definition": "[0-9a-f]{64}"$/

/**
 * Removes these lines, and the statements that start in one of these ways. A statement ends at the first line that ends
 * with a semicolon, even inside a string. The rest is then compared, so a difference is shown rather than hidden.
 */
export function withoutStatements(text: string, starts: readonly string[], lines: readonly string[]): string {
  let isInside = false
  const kept = text.split('\n').filter((line) => {
    // Blank lines between statements are removed with them.
    if (!isInside && (line === '' || lines.includes(line) || DEFINITION.test(line))) return false
    const isDropped = isInside || starts.some((start) => line.startsWith(start))
    isInside = isDropped && !line.endsWith(';')
    return !isDropped
  })
  return kept.join('\n')
}
