import type { CompiledSource, SourceColumn } from '../model/compiled-project.js'
import { dollarQuoted } from '../model/dollar-quote.js'
import { quoteRelation } from '../model/quote-identifier.js'
import type { MeaningSession } from './compare-views.js'
import { drawValue, type ValueContext } from './draw-value.js'
import { attempt } from './attempt.js'

/** One in this many values of a nullable column is NULL. */
const NULL_IN = 4
/** One in this many values of a column is not a constant that queries compare it with. */
const OTHER_IN = 4

/**
 * Columns that rows are joined by: keys, and columns with the same name in several sources. Each is mapped to the
 * greatest number that is generated for it: small enough that rows of different sources match, and large enough that
 * most rows have a key of their own.
 */
export function keyRanges(sources: readonly CompiledSource[], rows: number): ReadonlyMap<string, number> {
  const ranges = new Map<string, number>()
  const atLeast = (name: string, range: number): void =>
    void ranges.set(name, Math.max(range, ranges.get(name) ?? 0))
  for (const { key } of sources) for (const name of key) atLeast(name, Math.ceil(rows ** (1 / key.length)))
  const names = sources.flatMap(({ columns }) => columns.map(({ name }) => name))
  for (const name of names.filter((of, at) => names.indexOf(of) !== at))
    if (!ranges.has(name)) atLeast(name, Math.ceil(rows / 3))
  return ranges
}

/**
 * Inserts rows into a source's stand-in, in a transaction. A row with a duplicate key or with a value that its type refuses
 * is left out.
 */
export async function fillSource(
  session: MeaningSession,
  source: CompiledSource,
  rows: number,
  ranges: ReadonlyMap<string, number>,
  context: ValueContext,
  drawOf: DrawColumn = drawColumn,
): Promise<void> {
  const drawn = Array.from({ length: rows }, () =>
    source.columns.map((column) => {
      const isNull = column.nullable && !source.key.includes(column.name) && context.draw.oneIn(NULL_IN)
      return (isNull ? undefined : drawOf(column, ranges.get(column.name), context)) ?? 'NULL'
    }),
  )
  await insertDrawn(session, source, drawn)
}

/**
 * Inserts drawn rows, each a list of values as SQL, and leaves out those that are refused. Mostly only duplicate keys are, and
 * all rows are inserted at once; a subtransaction for each takes several times as long.
 */
export async function insertDrawn(
  session: MeaningSession,
  source: CompiledSource,
  rows: readonly (readonly string[])[],
): Promise<void> {
  if (rows.length === 0) return
  const into = `INSERT INTO ${quoteRelation(source)} VALUES`
  const lists = rows.map((values) => `(${values.join(', ')})`)
  const refused = await attempt(session, () =>
    session.exec(`${into}\n${lists.join(',\n')}\nON CONFLICT DO NOTHING`),
  )
  if (refused === undefined) return
  const each = lists.map(
    (list) => `  BEGIN
    ${into} ${list};
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;`,
  )
  await session.exec(`DO ${dollarQuoted('each', `BEGIN\n${each.join('\n')}\nEND`)}`)
}

/**
 * A value of a column as SQL; undefined when its type has no known values.
 *
 * @param range greatest number of a column that rows are joined by.
 */
export type DrawColumn = (
  column: SourceColumn,
  range: number | undefined,
  context: ValueContext,
) => string | undefined

/** A value like the constants that queries compare the column with, or any value of its type. */
export const drawColumn: DrawColumn = ({ name, type }, range, context) => {
  const { draw, literals } = context
  const beside = literals.beside.get(name) ?? []
  if (beside.length === 0 || draw.oneIn(OTHER_IN)) {
    if (range === undefined) return drawValue(type, context)
    return drawValue(type, { ...context, range, literals: { ...literals, numbers: [] } })
  }
  const numbers = beside.filter((value) => typeof value === 'number')
  const texts = beside.filter((value) => typeof value === 'string')
  return drawValue(type, {
    ...context,
    range: range ?? Math.max(1, ...numbers),
    literals: { ...literals, numbers, texts },
  })
}
