import type { CompiledSource } from '../compiled-project.js'
import { quoteIdentifier, quoteRelation } from '../quote-identifier.js'
import type { RelationName } from '../relation-name.js'

/** An empty table. */
export interface TableText extends RelationName {
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    /** As SQL writes it, if it is not that of the type. */
    readonly collation?: string
    readonly notNull?: boolean
  }[]
  /** Empty if the table has no key. */
  readonly key: readonly string[]
  readonly keyAs: 'UNIQUE' | 'PRIMARY KEY'
}

export const createTable = (table: TableText): string => {
  const lines = table.columns.map(({ name, type, collation, notNull }) =>
    [
      `  ${quoteIdentifier(name)} ${type}`,
      ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
      ...(notNull === true ? ['NOT NULL'] : []),
    ].join(' '),
  )
  if (table.key.length > 0) lines.push(`  ${table.keyAs} (${table.key.map(quoteIdentifier).join(', ')})`)
  return `CREATE TABLE ${quoteRelation(table)} (\n${lines.join(',\n')}\n);\n`
}

/**
 * An empty table with the columns of a source. Its key is UNIQUE and not a primary key: Postgres lets GROUP BY name only
 * the primary key, and such a view could not be created where the source is a view or a foreign table.
 */
export const createSource = (source: CompiledSource): string => {
  const key = new Set(source.key)
  const columns = source.columns.map((column) => ({
    ...column,
    notNull: !column.nullable || key.has(column.name),
  }))
  return createTable({ ...source, columns, keyAs: 'UNIQUE' })
}

/**
 * A view. It has no list of column names: the SELECT names each column where it is computed, and Postgres would match a
 * second list only by position.
 */
export const createView = (
  view: RelationName & { readonly select: string },
  verb: 'CREATE VIEW' | 'CREATE OR REPLACE VIEW' = 'CREATE VIEW',
): string => `${verb} ${quoteRelation(view)} AS\n${view.select};\n`
