/** What the values of a column are kept as. */
export type ColumnKind =
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'bool'
  /** Days since 1970-01-01. */
  | 'date'
  /** Microseconds since 1970-01-01, of the time as it is written where the type has no time zone. */
  | 'timestamp'
  /** One of the values that the store lists. */
  | 'category'
  /** Everything else, as Postgres writes it. */
  | 'text'

interface ColumnOf<Kind extends ColumnKind, Values> {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  readonly kind: Kind
  /** As long as the batch. Where a row is NULL, the value is 0, or the empty text, and means nothing. */
  readonly values: Values
  /** A bit for each row, the lowest of the first byte first, as in Arrow: 1 where there is a value. Null: no row is NULL. */
  readonly validity: Uint8Array | null
  readonly nullCount: number
}

/** A column of a batch of rows. */
export type BatchColumn =
  | ColumnOf<'int16', Int16Array>
  | ColumnOf<'int32' | 'date', Int32Array>
  | ColumnOf<'int64' | 'timestamp', BigInt64Array>
  | ColumnOf<'float32', Float32Array>
  | ColumnOf<'float64', Float64Array>
  /** 1 or 0. */
  | ColumnOf<'bool', Uint8Array>
  | ColumnOf<'text', readonly string[]>
  /** Places in the dictionary. */
  | (ColumnOf<'category', Int32Array> & { readonly dictionary: readonly string[] })

/** Some rows, column by column. The arrays belong to the caller. */
export interface ColumnBatch {
  readonly length: number
  readonly columns: readonly BatchColumn[]
}
