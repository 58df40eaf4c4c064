import { dollarQuoted } from '../model/dollar-quote.js'
import { quoteIdentifier } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'

/** Schemas that every database has; `public` may have been dropped on purpose and is not for us to bring back. */
const given = new Set(['pg_catalog', 'public'])

const ensure = (
  schema: string,
): string => `  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${quoteLiteral(schema)}) THEN
    CREATE SCHEMA ${quoteIdentifier(schema)};
  END IF;`

/**
 * At most one statement that creates the schemas that do not exist. `CREATE SCHEMA IF NOT EXISTS` would be shorter, and
 * is refused to a role without CREATE on the database even when there is nothing to create.
 */
export function ensureSchemas(schemas: readonly string[]): readonly string[] {
  const needed = [...new Set(schemas)].filter((schema) => !given.has(schema)).toSorted()
  if (needed.length === 0) return []
  const body = ['BEGIN', ...needed.map(ensure), 'END'].join('\n')
  return [
    `-- Not CREATE SCHEMA IF NOT EXISTS, which asks for CREATE on the database even where the schema exists.
DO ${dollarQuoted('schemas', body)};`,
  ]
}
