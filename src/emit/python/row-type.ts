import type { AnalyzedColumn, ColumnType } from '../../model/analyzed-project.js'
import { frameColumn } from './column-kind.js'
import { bracketed, valueLiteral } from './python-text.js'

/** What psycopg makes of a built-in type, by `typname`. */
const SCALARS: Readonly<Record<string, string>> = {
  bool: 'bool',
  bpchar: 'str',
  bytea: 'bytes',
  char: 'str',
  date: '_datetime.date',
  float4: 'float',
  float8: 'float',
  int2: 'int',
  int4: 'int',
  int8: 'int',
  interval: '_datetime.timedelta',
  name: 'str',
  numeric: '_decimal.Decimal',
  oid: 'int',
  text: 'str',
  time: '_datetime.time',
  timestamp: '_datetime.datetime',
  timestamptz: '_datetime.datetime',
  timetz: '_datetime.time',
  uuid: '_uuid.UUID',
  varchar: 'str',
}

/**
 * Type of a value that is not NULL. `Any` where clients differ, as for ranges and addresses, or where the type says
 * nothing, as for JSON. A type of the user arrives as the text that Postgres writes.
 */
function readType(type: ColumnType): string {
  const { schema, name } = type.base ?? type
  if (type.labels || schema !== 'pg_catalog') return 'str'
  if (!name.startsWith('_')) return SCALARS[name] ?? 'Any'
  return `List[Optional[${SCALARS[name.slice(1)] ?? 'Any'}]]`
}

/** Types whose values can be literals of Python's type system. */
const LITERAL = new Set(['str', 'int', 'bool'])

/** Type of a column in a row. */
export function rowType(column: AnalyzedColumn, indent: string, around: number): string {
  const read = readType(column.type)
  const { domain } = frameColumn(column)
  const { nullable } = column.nullability
  if (domain?.length === 0) return nullable ? 'None' : 'NoReturn'
  if (domain === undefined || !LITERAL.has(read)) return nullable ? `Optional[${read}]` : read
  const [open, close] = nullable ? ['Optional[Literal[', ']]'] : ['Literal[', ']']
  return bracketed(open, domain.map(valueLiteral), close, indent, around)
}
