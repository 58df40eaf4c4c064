import type { AnalyzedColumn, ColumnType } from '../../model/analyzed-project.js'

/** What data frames hold of a column. `other` is text, or the objects that a client makes of it. */
export type FrameKind =
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'decimal'
  | 'numeric'
  | 'bool'
  | 'string'
  | 'category'
  | 'timestamptz'
  | 'timestamp'
  | 'date'
  | 'json'
  | 'other'

/** By `typname`; whatever is not here is `other`. */
const KINDS: Readonly<Record<string, FrameKind>> = {
  int2: 'int16',
  int4: 'int32',
  int8: 'int64',
  float4: 'float32',
  float8: 'float64',
  numeric: 'numeric',
  bool: 'bool',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  char: 'string',
  name: 'string',
  timestamptz: 'timestamptz',
  timestamp: 'timestamp',
  date: 'date',
  json: 'json',
  jsonb: 'json',
}

/** Digits that a decimal of 128 bits holds. */
const MOST_DIGITS = 38

/** Digits in all and after the point, of a numeric that says so. Data frames have no decimals of other forms. */
function decimalOf({ sql }: ColumnType): readonly [precision: number, scale: number] | undefined {
  const [, precision, scale] = /^numeric\((\d+),(-?\d+)\)$/.exec(sql) ?? []
  const [digits, after] = [Number(precision), Number(scale)]
  return digits <= MOST_DIGITS && after >= 0 && after <= digits ? [digits, after] : undefined
}

export interface FrameColumn {
  readonly kind: FrameKind
  readonly decimal?: readonly [precision: number, scale: number]
  /** The values that it can have where it is not NULL, in order; absent where they are not listed. */
  readonly domain?: readonly (string | number | boolean)[]
  /** Bounds of integers. */
  readonly minimum?: number
  readonly maximum?: number
}

const NUMBERS: ReadonlySet<FrameKind> = new Set(['int16', 'int32', 'int64', 'float32', 'float64', 'decimal'])

/** Whether data frames hold a listed value of a column as the same value, so that the two can be compared. */
const isComparable = (kind: FrameKind, value: string | number | boolean): boolean => {
  if (typeof value === 'string') return kind === 'string'
  return typeof value === 'boolean' ? kind === 'bool' : NUMBERS.has(kind)
}

/** What data frames hold of a column. */
export function frameColumn({ type, values }: AnalyzedColumn): FrameColumn {
  const { schema, name } = type.base ?? type
  const kind = type.labels ? 'string' : schema === 'pg_catalog' ? (KINDS[name] ?? 'other') : 'other'
  const decimal = kind === 'numeric' ? decimalOf(type) : undefined
  const held = decimal ? 'decimal' : kind
  if (values !== undefined && !('oneOf' in values)) {
    if (!NUMBERS.has(held)) return { kind: held }
    return {
      kind: held,
      ...(decimal && { decimal }),
      ...(values.min !== null && { minimum: values.min }),
      ...(values.max !== null && { maximum: values.max }),
    }
  }
  const listed = values?.oneOf ?? type.labels
  const domain = listed?.every((value) => isComparable(held, value)) ? listed : undefined
  const isCategory = held === 'string' && domain !== undefined && domain.length > 0
  return { kind: isCategory ? 'category' : held, ...(decimal && { decimal }), ...(domain && { domain }) }
}
