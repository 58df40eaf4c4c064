import type { ColumnSource } from 'hyparquet-writer'
import type { BatchColumn } from '../columns/batch.js'
import { ReaderError } from '../reader-error.js'

const INFINITE_DAYS = new Set([0x7fffffff, -0x80000000])
const INFINITE_TIMES = new Set([0x7fffffffffffffffn, -0x8000000000000000n])

/** Parquet has no infinite day or time, and readers would take it for one in the year 294247. */
function requireFinite({ name, kind, values }: BatchColumn): void {
  const isInfinite =
    kind === 'date'
      ? values.some((value) => INFINITE_DAYS.has(value))
      : kind === 'timestamp' && values.some((value) => INFINITE_TIMES.has(value))
  if (isInfinite)
    throw new ReaderError(
      'FS432',
      `${name} is infinite in a row, which Parquet cannot write`,
      'Leave the row out of the view, or select another value for it.',
    )
}

const isValid = (validity: Uint8Array, row: number): boolean =>
  ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0

/** A list with nulls. One function for each kind of array, so that each is compiled for its own. */
const withNulls = <Value, Written>(
  values: ArrayLike<Value>,
  validity: Uint8Array,
  write: (value: Value) => Written,
): (Written | null)[] => {
  const list: (Written | null)[] = []
  for (let row = 0; row < values.length; row++)
    list.push(isValid(validity, row) ? write(values[row] as Value) : null)
  return list
}

const itself = <Value>(value: Value): Value => value
const isOne = (value: number): boolean => value === 1

/** Values as the writer takes them: a typed array where no row is NULL, else a list with nulls. */
function dataOf(column: BatchColumn): ColumnSource['data'] {
  const { validity } = column
  switch (column.kind) {
    case 'bool':
      return validity === null ? Array.from(column.values, isOne) : withNulls(column.values, validity, isOne)
    case 'category': {
      const { dictionary, values } = column
      const text = (code: number): string => dictionary[code] ?? ''
      return validity === null ? Array.from(values, text) : withNulls(values, validity, text)
    }
    case 'int16':
      return validity === null ? Int32Array.from(column.values) : withNulls(column.values, validity, itself)
    case 'text':
      return validity === null ? [...column.values] : withNulls(column.values, validity, itself)
    case 'int32':
    case 'date':
      return validity === null ? column.values : numbers(column.values, validity)
    case 'float32':
    case 'float64':
      return validity === null ? column.values : floats(column.values, validity)
    case 'int64':
    case 'timestamp':
      return validity === null ? column.values : withNulls(column.values, validity, itself)
  }
}

function numbers(values: Int32Array, validity: Uint8Array): (number | null)[] {
  const list: (number | null)[] = []
  for (let row = 0; row < values.length; row++) list.push(isValid(validity, row) ? (values[row] ?? 0) : null)
  return list
}

function floats(values: Float32Array | Float64Array, validity: Uint8Array): (number | null)[] {
  const list: (number | null)[] = []
  for (let row = 0; row < values.length; row++) list.push(isValid(validity, row) ? (values[row] ?? 0) : null)
  return list
}

const hasNaN = ({ kind, values }: BatchColumn): boolean =>
  (kind === 'float32' || kind === 'float64') && (values as Float64Array).some(Number.isNaN)

export function columnSource(column: BatchColumn): ColumnSource {
  requireFinite(column)
  return {
    name: column.name,
    data: dataOf(column),
    // Readers leave out row groups by their bounds, which say nothing of NaN.
    ...(hasNaN(column) && { statistics: false }),
    ...(column.kind === 'category' && { encoding: 'RLE_DICTIONARY' as const }),
  }
}
