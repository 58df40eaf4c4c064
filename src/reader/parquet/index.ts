/**
 * Column batches as a Parquet file. Needs the package `hyparquet-writer`.
 *
 * @packageDocumentation
 */
import type { ColumnBatch } from '../columns/batch.js'
import type { PlannedColumn } from '../columns/column-plan.js'
import { columnSource } from './column-source.js'
import { parquetSchema } from './parquet-schema.js'

/** Where the bytes of a file go, in order. A piece belongs to the writer again when the promise is fulfilled. */
export type Sink = (piece: Uint8Array) => Promise<void>

export interface ParquetOptions {
  /** Key-value metadata of the file. */
  readonly metadata?: Readonly<Record<string, string>>
}

/** What was written. */
export interface ParquetSummary {
  readonly rows: number
  readonly bytes: number
  /** In the order of the columns. */
  readonly nulls: readonly number[]
}

/**
 * Writes batches as a Parquet file, a row group for each, in the memory of one. The same batches give the same bytes.
 *
 * Columns are REQUIRED where the store says that they are never NULL. int8 is INT64, times are microseconds, categories
 * are dictionaries of strings; what has no type in a batch is the text that Postgres writes.
 *
 * @throws ReaderError FS432 for an infinite date or time.
 */
export async function writeParquet(
  batches: AsyncIterable<ColumnBatch>,
  columns: readonly PlannedColumn[],
  sink: Sink,
  { metadata = {} }: ParquetOptions = {},
): Promise<ParquetSummary> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(columns),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: 'fusion-store',
  })
  const flush = async (): Promise<void> => {
    await sink(bytes.getBytes())
    bytes.index = 0
  }
  const nulls = columns.map(() => 0)
  let rows = 0
  for await (const batch of batches) {
    await writer.write({ columnData: batch.columns.map(columnSource), rowGroupSize: batch.length })
    batch.columns.forEach(({ nullCount }, at) => (nulls[at] = (nulls[at] ?? 0) + nullCount))
    rows += batch.length
    await flush()
  }
  await writer.finish()
  await flush()
  return { rows, bytes: bytes.offset, nulls }
}
