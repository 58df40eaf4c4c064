import type { CompiledSource, CompiledView } from '../model/compiled-project.js'
import { guardFunction } from '../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import type { RelationName } from '../model/relation-name.js'

/** The schemas of some relations, each once, in name order. */
export const createSchemas = (relations: readonly RelationName[]): string =>
  [...new Set(relations.map(({ schema }) => schema))]
    .toSorted()
    .map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};\n`)
    .join('')

/**
 * An empty table with a source's columns. Its key is unique but no primary key: from one Postgres would let GROUP BY take
 * the key alone, and the view could then not be created where the source is a view or a foreign table.
 */
export const createSource = (source: CompiledSource): string => {
  const key = new Set(source.key)
  const lines = source.columns.map(
    ({ name, type, collation, nullable }) =>
      `  ${quoteIdentifier(name)} ${type}${collation === undefined ? '' : ` COLLATE ${collation}`}${nullable && !key.has(name) ? '' : ' NOT NULL'}`,
  )
  if (source.key.length > 0) lines.push(`  UNIQUE (${source.key.map(quoteIdentifier).join(', ')})`)
  return `CREATE TABLE ${quoteRelation(source)} (\n${lines.join(',\n')}\n);\n`
}

/** A view as the project declares it. */
export const createView = (view: CompiledView): string =>
  `CREATE VIEW ${quoteRelation(view)} AS\n${view.select};\n`

/** A stand-in for the function that guarded views call; the real one comes with the audit schema. */
export const createGuard = `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(guardFunction.schema)};
CREATE OR REPLACE FUNCTION ${quoteRelation(guardFunction)}(${guardFunction.arguments}) RETURNS ${guardFunction.result}
  LANGUAGE sql VOLATILE RETURN true;
`
