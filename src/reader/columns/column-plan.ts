import { quoted, type StoreColumn } from '../store.js'
import type { ColumnKind } from './batch.js'

const kinds: Readonly<Record<string, ColumnKind>> = {
  smallint: 'int16',
  integer: 'int32',
  bigint: 'int64',
  real: 'float32',
  'double precision': 'float64',
  boolean: 'bool',
  date: 'date',
  'timestamp with time zone': 'timestamp',
  'timestamp without time zone': 'timestamp',
}

/** A column that is read, with what its values are kept as. */
export interface PlannedColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly kind: ColumnKind
  readonly dictionary: readonly string[]
}

/** Without its precision: `timestamp(3) with time zone`. */
const plain = (type: string): string => type.replace(/\(\d+(,-?\d+)?\)/, '')

export function planColumn({ name, type, nullable, values }: StoreColumn): PlannedColumn {
  const kind = kinds[plain(type)]
  if (kind !== undefined) return { name, type, nullable, kind, dictionary: [] }
  const isListed = values !== undefined && values.length > 0 && values.every((one) => typeof one === 'string')
  return {
    name,
    type,
    nullable,
    kind: isListed ? 'category' : 'text',
    dictionary: isListed ? values : [],
  }
}

/** An item of the select list: what has no number in a batch is read as text. */
export const columnItem = ({ name, kind }: PlannedColumn, alias = 'g'): string =>
  `${alias}.${quoted(name)}${kind === 'text' || kind === 'category' ? '::pg_catalog.text' : ''}`
