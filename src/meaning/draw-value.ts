import { quoteLiteral } from '../model/quote-literal.js'
import { quoteRelation } from '../model/quote-identifier.js'
import type { CompiledType } from '../model/upstream-type.js'
import type { Draw } from './draw.js'

/** Constants that the queries of a project compare with. Without them, most conditions would never be true. */
export interface Literals {
  readonly numbers: readonly number[]
  readonly texts: readonly string[]
  /** Constants that are compared with a column, by its name. */
  readonly beside: ReadonlyMap<string, readonly (number | string)[]>
}

export interface ValueContext {
  readonly draw: Draw
  readonly literals: Literals
  readonly types: readonly CompiledType[]
  /** Upper bound of whole numbers; the lower bound is 0. */
  readonly range: number
  /** Floating-point numbers to choose from. By default, whole numbers plus a quarter, and sometimes NaN. */
  readonly floats?: readonly string[]
}

type Draws = (context: ValueContext) => string

const WORDS = ['', 'a', 'B', 'some text']

const wholeNumber = ({ draw, literals: { numbers }, range }: ValueContext): number => {
  const whole = numbers.filter(Number.isSafeInteger)
  // Next to each number that a query mentions, where the result of a comparison changes.
  return whole.length > 0 && draw.oneIn(2) ? draw.pick(whole) + draw.below(3) - 1 : draw.below(range + 1)
}

const float = (context: ValueContext): string => {
  const { draw, floats } = context
  return floats ? draw.pick(floats) : draw.oneIn(20) ? 'NaN' : `${wholeNumber(context)}.25`
}

const text: Draws = ({ draw, literals: { texts } }) => quoteLiteral(draw.pick([...texts, ...WORDS]))
const pad = (n: number): string => String(n).padStart(2, '0')
const day: Draws = ({ draw }) => `2024-${pad(1 + draw.below(3))}-${pad(1 + draw.below(28))}`
const moment: Draws = (context) => `${day(context)} ${pad(context.draw.below(24))}:30:00`

const json = (context: ValueContext, depth: number): unknown => {
  const { draw, literals } = context
  const keys = literals.texts.filter((name) => /^[A-Za-z_]\w*$/.test(name))
  if (depth > 0 && keys.length > 0 && !draw.oneIn(4))
    return Object.fromEntries(keys.filter(() => draw.oneIn(2)).map((key) => [key, json(context, depth - 1)]))
  return draw.pick([
    null,
    true,
    false,
    wholeNumber(context),
    String(wholeNumber(context)),
    draw.pick([...literals.texts, 'x']),
    [],
    {},
  ])
}

const JSON_DEPTH = 3

const BUILT_IN: readonly (readonly [RegExp, Draws])[] = [
  [/^(smallint|integer|bigint|int[248]?)$/, (context) => String(wholeNumber(context))],
  [/^(numeric|decimal)/, (context) => `${wholeNumber(context)}${context.draw.pick(['', '.5'])}`],
  [/^(real|double precision|float[48])$/, (context) => quoteLiteral(float(context))],
  [/^(text|character varying|varchar|character|char|bpchar|name)(\(\d+\))?$/, text],
  [/^bool(ean)?$/, ({ draw }) => draw.pick(['true', 'false'])],
  [/^jsonb?$/, (context) => quoteLiteral(JSON.stringify(json(context, JSON_DEPTH)))],
  [/^date$/, (context) => quoteLiteral(day(context))],
  [/^timestamptz$|^timestamp(\(\d\))? with time zone$/, (context) => quoteLiteral(`${moment(context)}+00`)],
  [/^timestamp/, (context) => quoteLiteral(moment(context))],
  [/^time/, ({ draw }) => quoteLiteral(`${pad(draw.below(24))}:15`)],
  [/^interval/, ({ draw }) => quoteLiteral(`${draw.below(50)} hours`)],
  [
    /^uuid$/,
    ({ draw, range }) =>
      quoteLiteral(`00000000-0000-0000-0000-${String(draw.below(range)).padStart(12, '0')}`),
  ],
  [/^bytea$/, ({ draw }) => quoteLiteral(`\\x${pad(draw.below(100))}`)],
]

/** A value of a type as SQL; undefined for a type without known values. It may violate a condition of its domain. */
export function drawValue(type: string, context: ValueContext): string | undefined {
  const { draw, types } = context
  if (type.endsWith('[]')) {
    const items = Array.from({ length: draw.below(3) }, () => drawValue(type.slice(0, -2), context))
    return items.includes(undefined) ? undefined : `ARRAY[${items.join(', ')}]::${type}`
  }
  const builtIn = BUILT_IN.find(([pattern]) => pattern.test(type.toLowerCase()))
  if (builtIn) return `${builtIn[1](context)}::${type}`
  const declared = types.find((candidate) => quoteRelation(candidate) === type)
  return declared && drawDeclared(declared, type, context)
}

function drawDeclared({ definition }: CompiledType, type: string, context: ValueContext): string | undefined {
  const { draw } = context
  const of = (part: string): string | undefined => drawValue(part, context)
  switch (definition.kind) {
    case 'enum':
      return `${quoteLiteral(draw.pick(definition.labels))}::${type}`
    case 'domain': {
      const value = of(definition.base)
      return value && `${value}::${type}`
    }
    case 'composite': {
      const fields = definition.fields.map((field) => of(field.type))
      return fields.includes(undefined) ? undefined : `ROW(${fields.join(', ')})::${type}`
    }
    case 'range': {
      const bound = of(definition.subtype)
      return bound && `${type}(${bound}, ${bound}, '[]')`
    }
    case 'extension':
      // Most accept some text; a row with an invalid value is left out on insertion.
      return `${text(context)}::${type}`
    case 'opaque':
    case 'collation':
      return undefined
  }
}
