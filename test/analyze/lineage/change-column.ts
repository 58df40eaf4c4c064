import type { CompiledSource, SourceColumn } from '../../../src/model/compiled-project.js'
import { dollarQuoted } from '../../../src/model/dollar-quote.js'
import { quoteIdentifier, quoteRelation } from '../../../src/model/quote-identifier.js'

/** The rows of a source, to be changed and put back; the order of rows must not change with their values. */
export const keepRows = (source: CompiledSource): string => `
  CREATE TEMP TABLE kept (LIKE ${quoteRelation(source)} INCLUDING ALL, row_at serial);
  INSERT INTO kept SELECT * FROM ${quoteRelation(source)};
  CREATE TEMP TABLE changed (LIKE kept INCLUDING ALL);`

export const forgetRows = 'DROP TABLE kept, changed;'

/** Puts the kept rows back. */
export const putBack = (source: CompiledSource): string => refill(source, 'kept')

/**
 * Changes one column in some rows.
 *
 * @param values SQL of the new values by row, counted from 1; where the table refuses a value, the row stays as it is.
 */
export const changeColumn = (
  source: CompiledSource,
  { name }: SourceColumn,
  values: ReadonlyMap<number, string>,
): string => {
  const updates = [...values].map(
    ([row, value]) => `  BEGIN
    UPDATE changed SET ${quoteIdentifier(name)} = ${value} WHERE row_at = ${row};
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;`,
  )
  return `
  TRUNCATE changed;
  INSERT INTO changed SELECT * FROM kept;
  DO ${dollarQuoted('change', `BEGIN\n${updates.join('\n')}\nEND`)};
  ${refill(source, 'changed')}`
}

const refill = (source: CompiledSource, from: string): string => `
  TRUNCATE ${quoteRelation(source)};
  INSERT INTO ${quoteRelation(source)} SELECT ${source.columns.map(({ name }) => quoteIdentifier(name)).join(', ')}
    FROM ${from} ORDER BY row_at;`
