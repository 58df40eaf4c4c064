import { quoteLiteral } from '../../model/quote-literal.js'
import type { Draw } from '../draw.js'
import { drawValue, type Literals, type ValueContext } from '../draw-value.js'
import { drawColumn, type DrawColumn } from '../fill-sources.js'

/** The constants around which values are drawn. */
export interface Boundaries {
  /** Those that a search is about. Most values are drawn on or next to one of them. */
  readonly sought: Literals
  /** Names of members that queries read from JSON values. */
  readonly members: readonly string[]
}

/** One in this many values is drawn without regard to what is sought. */
const OTHER_IN = 3
/** Levels of objects below a JSON value. */
const JSON_DEPTH = 3
/** Members of an object at most. */
const MOST_MEMBERS = 6
/** Texts that tell apart what queries do with case, blanks and length. */
const WORDS = ['', ' ', 'a', 'B', ' a ', 'Some longer text']

/**
 * Draws values on and next to the constants that are sought: whole and other numbers, texts, numbers in texts and in JSON
 * values, dates and times.
 */
export const drawBoundaries =
  ({ sought, members }: Boundaries): DrawColumn =>
  (column, range, context) => {
    const { draw } = context
    // Rows are joined by it.
    if (range !== undefined) return drawColumn(column, range, context)
    const type = column.type.toLowerCase()
    if (/^jsonb?$/.test(type))
      return `${quoteLiteral(JSON.stringify(drawJson(context, sought, members, JSON_DEPTH)))}::${type}`
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

/** Objects with some of the members that queries read, down to values on and next to the constants. */
function drawJson(
  context: ValueContext,
  sought: Literals,
  members: readonly string[],
  depth: number,
): unknown {
  const { draw } = context
  if (depth > 0 && members.length > 0 && !draw.oneIn(depth === JSON_DEPTH ? 8 : 2)) {
    const names = Array.from({ length: 1 + draw.below(MOST_MEMBERS) }, () => draw.pick(members))
    return Object.fromEntries(names.map((name) => [name, drawJson(context, sought, members, depth - 1)]))
  }
  const numbers = sought.numbers.length > 0 ? sought.numbers : context.literals.numbers
  const number = numbers.length > 0 && !draw.oneIn(4) ? nextTo(draw, draw.pick(numbers)) : draw.below(10)
  return draw.pick([number, number, String(number), drawText(draw, sought), true, false, null, [], {}])
}
