import type { ColumnType } from './analyzed-project.js'
import type { ReaderSettings } from './compiled-project.js'

/**
 * What `pg` makes of a built-in type by default, by `typname`. Whatever is not here, a user's types included, arrives
 * as the text that Postgres writes. Two things a TypeScript type cannot say: `infinity` as a date or timestamp arrives
 * as the number, and `date` and `timestamp` are read in the time zone of the process.
 */
const scalars: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  circle: '{ x: number; y: number; radius: number }',
  date: 'Date',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  interval: 'PostgresInterval',
  json: 'JsonValue',
  jsonb: 'JsonValue',
  oid: 'number',
  point: '{ x: number; y: number }',
  timestamp: 'Date',
  timestamptz: 'Date',
}

/** Array types that `pg` parses, with the `typname` that it parses the items as; all others stay text. */
const arrays: Readonly<Record<string, string>> = {
  _bool: 'bool',
  _bpchar: 'bpchar',
  _bytea: 'bytea',
  _cidr: 'cidr',
  _date: 'date',
  _float4: 'float4',
  _float8: 'float8',
  _inet: 'inet',
  _int2: 'int2',
  _int4: 'int4',
  _int8: 'int8',
  _interval: 'interval',
  _json: 'json',
  _jsonb: 'jsonb',
  _macaddr: 'macaddr',
  _money: 'money',
  // Not a slip: a numeric is kept as text, an array of them is read as numbers.
  _numeric: 'float8',
  _numrange: 'numrange',
  _oid: 'oid',
  _point: 'point',
  _regproc: 'regproc',
  _text: 'text',
  _time: 'time',
  _timestamp: 'timestamp',
  _timestamptz: 'timestamptz',
  _timetz: 'timetz',
  _uuid: 'uuid',
  _varchar: 'varchar',
}

function scalarType(name: string, settings: ReaderSettings): string {
  if (name === 'int8') return settings.int8
  if (name === 'numeric') return settings.numeric
  return scalars[name] ?? 'string'
}

/**
 * TypeScript type of a non-null value of `type` as a `pg` client gives it, once the parsers of {@link readerParsers}
 * are set. May mention `JsonValue` and `PostgresInterval`, which `rows.ts` declares, and the global `Buffer`. An array
 * is typed with one dimension and nullable items, because the type of a column specifies neither.
 *
 * An enum arrives as one of its labels. An array of an enum, a range and a composite are types that `pg` does not know,
 * so they arrive as text.
 */
export function readerType(type: ColumnType, settings: ReaderSettings): string {
  if (type.labels) return type.labels.map((label) => JSON.stringify(label)).join(' | ')
  const { schema, name } = type.base ?? type
  if (schema !== 'pg_catalog') return 'string'
  const item = arrays[name]
  return item === undefined ? scalarType(name, settings) : `(${scalarType(item, settings)} | null)[]`
}

/** A text parser that a client must set so that values have the type of {@link readerType}. */
export interface ReaderParser {
  /** The same in every Postgres: the type is built in. */
  readonly oid: number
  readonly type: string
  /** Whether the text is an array of it. */
  readonly array: boolean
  readonly reads: 'number' | 'bigint'
}

/** Every parser to set for these settings; none for the default ones, which are what a plain `pg` client does. */
export function readerParsers(settings: ReaderSettings): readonly ReaderParser[] {
  const { int8, numeric } = settings
  const parsers: ReaderParser[] = []
  if (int8 !== 'string') {
    parsers.push({ oid: 20, type: 'int8', array: false, reads: int8 })
    parsers.push({ oid: 1016, type: 'int8', array: true, reads: int8 })
  }
  // numeric[] needs none: see above.
  if (numeric !== 'string') parsers.push({ oid: 1700, type: 'numeric', array: false, reads: numeric })
  return parsers
}

/**
 * Server settings of the session under which all this holds. In another DateStyle `pg` reads a timestamp as null, and
 * in another IntervalStyle it loses parts of an interval.
 */
export const readerSession: Readonly<Record<'DateStyle' | 'IntervalStyle', string>> = {
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
}
