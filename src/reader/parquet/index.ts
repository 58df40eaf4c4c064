/**
 * Column batches as a Parquet file. Needs the package `hyparquet-writer`.
 *
 * @packageDocumentation
 */
import type { ColumnBatch } from '../columns/batch.js'
import type { PlannedColumn } from '../columns/column-plan.js'
import { ParquetFileWriter, type ParquetSummary, type Sink } from './parquet-file-writer.js'

export {
  ParquetFileWriter,
  type ParquetState,
  type ParquetSummary,
  type Sink,
} from './parquet-file-writer.js'

export interface ParquetOptions {
  /** Key-value metadata of the file. */
  readonly metadata?: Readonly<Record<string, string>>
}

/**
 * Writes batches as a Parquet file, a row group for each, in the memory of one. The same batches give the same bytes.
 *
 * Columns are REQUIRED where the store says that they are never NULL. int8 is INT64, times are microseconds, categories
 * are dictionaries of strings; what has no type in a batch is the text that Postgres writes.
 *
 * @throws ReaderError FS432 for an infinite date or time.
 * @example
 * const read = await reader.open('all')
 * await writeParquet(read.batches(), read.columns, async (piece) => void (await file.write(piece)))
 */
export async function writeParquet(
  batches: AsyncIterable<ColumnBatch>,
  columns: readonly PlannedColumn[],
  sink: Sink,
  { metadata = {} }: ParquetOptions = {},
): Promise<ParquetSummary> {
  const file = await ParquetFileWriter.open(columns, sink)
  for await (const batch of batches) await file.write(batch)
  return file.finish(metadata)
}
