import type { CompiledSource, SourceColumn } from '../model/compiled-project.js'
import { dollarQuoted } from '../model/dollar-quote.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { drawValue, type ValueContext } from './draw-value.js'

/** One of so many values of a column that may be NULL is. */
const NULL_IN = 4
/** One of so many values of a column is not among those that queries compare it with. */
const OTHER_IN = 4

/**
 * Columns by which sources meet: those of one name in several. Their values come from a range so small that most rows
 * of one source find some in the others.
 */
export function sharedColumns(sources: readonly CompiledSource[]): ReadonlySet<string> {
  const names = sources.flatMap(({ columns }) => columns.map(({ name }) => name))
  return new Set(names.filter((name, at) => names.indexOf(name) !== at))
}

/**
 * A statement that puts rows into a source's stand-in. A row that it does not take, for a key that is there already or
 * for a value that its type refuses, is left out.
 */
export function fillSource(
  source: CompiledSource,
  rows: number,
  shared: ReadonlySet<string>,
  context: ValueContext,
): string {
  const meeting = source.columns.filter(({ name }) => shared.has(name)).length
  const range = Math.max(2, Math.ceil((rows / 3) ** (1 / Math.max(1, meeting))))
  const inserts = Array.from({ length: rows }, () => {
    const values = source.columns.map((column) => {
      const isNull = column.nullable && !source.key.includes(column.name) && context.draw.oneIn(NULL_IN)
      return (
        (isNull ? undefined : drawColumn(column, shared.has(column.name), { ...context, range })) ?? 'NULL'
      )
    })
    return `  BEGIN
    INSERT INTO ${quoteRelation(source)} VALUES (${values.join(', ')});
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;`
  })
  return `DO ${dollarQuoted('fill', `BEGIN\n${inserts.join('\n')}\nEND`)};\n`
}

function drawColumn(
  { name, type }: SourceColumn,
  isShared: boolean,
  context: ValueContext,
): string | undefined {
  const { draw, literals } = context
  if (isShared) return drawValue(type, { ...context, literals: { ...literals, numbers: [] } })
  const beside = literals.beside.get(name) ?? []
  if (beside.length === 0 || draw.oneIn(OTHER_IN)) return drawValue(type, context)
  const numbers = beside.filter((value) => typeof value === 'number')
  const texts = beside.filter((value) => typeof value === 'string')
  const around = Math.max(1, ...numbers)
  return drawValue(type, { ...context, range: around, literals: { ...literals, numbers, texts } })
}
