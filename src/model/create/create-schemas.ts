import { dollarQuoted } from '../dollar-quote.js'
import { quoteIdentifier } from '../quote-identifier.js'
import { quoteLiteral } from '../quote-literal.js'
import type { RelationName } from '../relation-name.js'

/** Creates one schema; an error if it exists. */
export const createSchema = (schema: string): string => `CREATE SCHEMA ${quoteIdentifier(schema)};`

/** Creates the schemas of some relations where they do not exist, each once, in name order. */
export const createSchemas = (relations: readonly Pick<RelationName, 'schema'>[]): string =>
  [...new Set(relations.map(({ schema }) => schema))]
    .toSorted()
    .map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};\n`)
    .join('')

/** Schemas that every database has. The owner may have dropped `public` on purpose, so it is not created again. */
const given = new Set(['pg_catalog', 'public'])

const ensure = (
  schema: string,
): string => `  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${quoteLiteral(schema)}) THEN
    ${createSchema(schema)}
  END IF;`

/**
 * For generated files: at most one statement that creates the schemas that do not exist. {@link createSchemas} would be
 * shorter, but Postgres refuses `CREATE SCHEMA IF NOT EXISTS` to a role without CREATE on the database even if there is
 * nothing to create.
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
