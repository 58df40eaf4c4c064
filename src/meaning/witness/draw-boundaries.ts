import { quoteLiteral } from '../../model/quote-literal.js'
import type { Draw } from '../draw.js'
import { drawValue, type Literals, type ValueContext } from '../draw-value.js'
import type { CompiledSource, SourceColumn } from '../../model/compiled-project.js'
import { drawColumn } from '../fill-sources.js'

/** The constants around which values are drawn. */
export interface Boundaries {
  /** Those that a search is about. Most values are drawn on or next to one of them. */
  readonly sought: Literals
  /** Where queries read members of JSON values: names from the outermost. */
  readonly paths: readonly (readonly string[])[]
  /** Those of them that the search is about. */
  readonly soughtPaths: readonly (readonly string[])[]
  /** Columns that are tested for NULL, by name. */
  readonly nullTested: readonly string[]
}

/** One in this many values is drawn without regard to what is sought. */
const OTHER_IN = 3
/** How many different values a column has in a draw. */
const PALETTES = [1, 2, 4, 12]
/** The same for JSON values, which differ in many ways. */
const JSON_PALETTES = [4, 12, 30]
/** Of so many values of a nullable column, one is NULL; 0 for none. */
const NULL_IN = [0, 4, 2, 1]
/** The same for a column that is tested for NULL. */
const NULL_TESTED_IN = [0, 2, 1, 1]
/** Members of a JSON value at most. */
const MOST_MEMBERS = 5
/** Texts that tell apart what queries do with case, blanks and length. */
const WORDS = ['', ' ', 'a', 'B', ' a ', 'Some longer text']

/**
 * Draws rows with values on and next to the constants that are sought: whole and other numbers, texts, numbers in texts and
 * in JSON values, dates and times.
 *
 * In each draw a column has few different values, sometimes only one. Conditions that a value in many meets are then met by
 * all rows of some draws, and by several rows that belong together, which is what counts and other aggregates take.
 *
 * @param ranges of columns that rows are joined by, as `keyRanges` gives them.
 * @returns the rows of a source as lists of values in SQL.
 */
export function createRowDraw(
  ranges: ReadonlyMap<string, number>,
  boundaries: Boundaries,
  context: ValueContext,
): (source: CompiledSource, count: number) => readonly (readonly string[])[] {
  const { draw } = context
  const valueOf = (column: SourceColumn): string =>
    drawNear(boundaries, column, ranges.get(column.name), context) ?? 'NULL'
  const paletteOf = (column: SourceColumn, isKey: boolean): readonly string[] => {
    const isTested = boundaries.nullTested.includes(column.name)
    const nullIn = column.nullable && !isKey ? draw.pick(isTested ? NULL_TESTED_IN : NULL_IN) : 0
    const size = draw.pick(/^jsonb?$/i.test(column.type) ? JSON_PALETTES : PALETTES)
    return Array.from({ length: size }, () => (nullIn > 0 && draw.oneIn(nullIn) ? 'NULL' : valueOf(column)))
  }
  return ({ columns, key }, count) => {
    const palettes = columns.map((column) => {
      // Rows are joined by it, and most of them have a key of their own.
      const isFree = ranges.has(column.name) && !context.literals.beside.has(column.name)
      return isFree ? undefined : paletteOf(column, key.includes(column.name))
    })
    return Array.from({ length: count }, () =>
      columns.map((column, at) => {
        const palette = palettes[at]
        if (palette) return draw.pick(palette)
        return column.nullable && !key.includes(column.name) && draw.oneIn(4) ? 'NULL' : valueOf(column)
      }),
    )
  }
}

/** A value of a column as SQL; undefined when its type has no known values. */
function drawNear(
  boundaries: Boundaries,
  column: SourceColumn,
  range: number | undefined,
  context: ValueContext,
): string | undefined {
  const { draw } = context
  const { sought } = boundaries
  const type = column.type.toLowerCase()
  if (/^jsonb?$/.test(type)) {
    return `${quoteLiteral(JSON.stringify(drawJson(context, boundaries)))}::${type}`
  }
  // Exactly one of the constants that it is compared with, such as the only version that is read.
  const beside = context.literals.beside.get(column.name) ?? []
  if (beside.length > 0 && draw.oneIn(2)) return `${quoteLiteral(String(draw.pick(beside)))}::${column.type}`
  // Rows are joined by it.
  if (range !== undefined) return drawColumn(column, range, context)
  const boundary = draw.oneIn(OTHER_IN) ? undefined : drawBoundary(type, sought, context)
  return boundary ?? drawColumn(column, range, context)
}

/** Undefined if no constant fits the type. */
function drawBoundary(type: string, sought: Literals, context: ValueContext): string | undefined {
  const { draw } = context
  const pick = <T>(values: readonly T[]): T | undefined => (values.length > 0 ? draw.pick(values) : undefined)
  if (type.endsWith('[]')) {
    const items = Array.from({ length: draw.below(3) }, () => {
      const item = type.slice(0, -2)
      return drawBoundary(item, sought, context) ?? drawValue(item, context)
    })
    return items.includes(undefined) ? undefined : `ARRAY[${items.join(', ')}]::${type}`
  }
  if (/^(smallint|integer|bigint|int[248]?)$/.test(type)) {
    const number = pick(sought.numbers)
    return number === undefined ? undefined : `(${nextTo(draw, Math.round(number))})::${type}`
  }
  if (/^(numeric|decimal|real|double precision|float[48])/.test(type)) {
    const number = pick(sought.numbers)
    return number === undefined ? undefined : `(${fractionNextTo(draw, number)})::${type}`
  }
  if (/^(text|character varying|varchar|character|char|bpchar|name)(\(\d+\))?$/.test(type))
    return `${quoteLiteral(drawText(draw, sought))}::${type}`
  if (/^(date|timestamp)/.test(type)) {
    const moment = pick(sought.texts.filter((text) => /^\d{4}-\d\d-\d\d/.test(text)))
    if (moment === undefined) return undefined
    const step = draw.pick(['0 days', '1 day', '-1 day', '1 second', '-1 second'])
    return `(${quoteLiteral(moment)}::${type} + interval '${step}')::${type}`
  }
  return undefined
}

const nextTo = (draw: Draw, number: number): number => number + draw.below(3) - 1

/** The number, a whole step beside it, or the smallest step that its digits show. */
function fractionNextTo(draw: Draw, number: number): string {
  const digits = (String(number).split('.')[1] ?? '').length
  const step = draw.pick([0, 0, 1, -1, 10 ** -(digits + 1), -(10 ** -(digits + 1))])
  return (number + step).toFixed(digits + 1)
}

function drawText(draw: Draw, { texts, numbers }: Literals): string {
  const known = texts.length > 0 ? draw.pick(texts).replaceAll('%', '') : draw.pick(WORDS)
  if (numbers.length > 0 && draw.oneIn(3)) return String(nextTo(draw, draw.pick(numbers)))
  return draw.pick([known, known, known.toUpperCase(), ` ${known}`, `${known}x`, draw.pick(WORDS)])
}

/** Objects with some of the members that queries read, and values on and next to the constants there. */
function drawJson(context: ValueContext, boundaries: Boundaries): unknown {
  const { draw } = context
  const { paths, soughtPaths } = boundaries
  if (paths.length === 0 || draw.oneIn(10)) return drawLeaf(context, boundaries)
  const chosen = Array.from({ length: 1 + draw.below(MOST_MEMBERS) }, () =>
    draw.pick(soughtPaths.length > 0 && draw.oneIn(3) ? soughtPaths : paths),
  )
  return chosen.reduce<unknown>((json, path) => withMember(json, path, drawLeaf(context, boundaries)), {})
}

function drawLeaf(context: ValueContext, { sought }: Boundaries): unknown {
  const { draw } = context
  const numbers = sought.numbers.length > 0 && !draw.oneIn(4) ? sought.numbers : context.literals.numbers
  const number = numbers.length > 0 ? nextTo(draw, draw.pick(numbers)) : draw.below(10)
  const text = draw.pick([drawText(draw, sought), ...context.literals.texts])
  return draw.pick([number, number, String(number), text, true, true, false, null, [], {}])
}

/** The value with a member set, which is put into an object where there is none. */
function withMember(json: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  const members: Readonly<Record<string, unknown>> =
    typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {}
  return { ...members, [name]: withMember(members[name], rest, value) }
}
