import type { RelationName } from './relation-name.js'
import { quotedKeywords } from './sql-keywords.js'

const bare = /^[a-z_][a-z0-9_]*$/

/**
 * A name as SQL writes it: bare when Postgres reads it back unchanged, in double quotes otherwise. The same rule as
 * Postgres's own `quote_ident`, so generated text and `pg_get_viewdef` agree.
 *
 * @example quoteIdentifier('iPhone') // "iPhone"
 */
export const quoteIdentifier = (name: string): string =>
  bare.test(name) && !quotedKeywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`

/** `schema.name` as SQL writes it, each part quoted on its own. */
export const quoteRelation = ({ schema, name }: RelationName): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
