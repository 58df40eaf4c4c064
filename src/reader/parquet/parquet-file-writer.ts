import type { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ColumnBatch } from '../columns/batch.js'
import type { PlannedColumn } from '../columns/column-plan.js'
import { columnSource } from './column-source.js'
import { parquetSchema } from './parquet-schema.js'

/** Where the bytes of a file go, in order. A piece belongs to the writer again when the promise is fulfilled. */
export type Sink = (piece: Uint8Array) => Promise<void>

/** What was written. */
export interface ParquetSummary {
  readonly rows: number
  readonly bytes: number
  /** In the order of the columns. */
  readonly nulls: readonly number[]
}

/** All that a writer knows of the row groups that it has written; for `v8.serialize`. */
export interface ParquetState extends ParquetSummary {
  readonly groups: unknown
}

type Groups = Pick<ParquetWriter, 'row_groups' | 'num_rows' | 'pendingIndexes'>

/**
 * A Parquet file that is written batch by batch, a row group for each, in the memory of one. It can be continued by
 * another process that has its state and the bytes so far.
 */
export class ParquetFileWriter {
  readonly #bytes: ByteWriter
  readonly #writer: ParquetWriter
  readonly #sink: Sink
  readonly #nulls: number[]
  #rows = 0

  private constructor(bytes: ByteWriter, writer: ParquetWriter, sink: Sink, nulls: number[]) {
    this.#bytes = bytes
    this.#writer = writer
    this.#sink = sink
    this.#nulls = nulls
  }

  /** @param state of an earlier writer of the same columns; its bytes have gone to the sink. */
  static async open(
    columns: readonly PlannedColumn[],
    sink: Sink,
    state?: ParquetState,
  ): Promise<ParquetFileWriter> {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
    const bytes = new ByteWriter()
    const writer = new ParquetWriter({
      writer: bytes,
      schema: parquetSchema(columns),
      createdBy: 'fusion-store',
    })
    const file = new ParquetFileWriter(bytes, writer, sink, state ? [...state.nulls] : columns.map(() => 0))
    if (state === undefined) return file
    Object.assign(writer, state.groups as Groups)
    // The first bytes of a file are those of the earlier writer.
    bytes.index = 0
    bytes.offset = state.bytes
    file.#rows = state.rows
    return file
  }

  get state(): ParquetState {
    const { row_groups, num_rows, pendingIndexes } = this.#writer
    return { ...this.summary, groups: { row_groups, num_rows, pendingIndexes } satisfies Groups }
  }

  get summary(): ParquetSummary {
    return { rows: this.#rows, bytes: this.#bytes.offset, nulls: [...this.#nulls] }
  }

  /** @throws ReaderError FS432 for an infinite date or time. */
  async write(batch: ColumnBatch): Promise<void> {
    if (batch.length === 0) return
    await this.#writer.write({ columnData: batch.columns.map(columnSource), rowGroupSize: batch.length })
    for (const [at, { nullCount }] of batch.columns.entries())
      this.#nulls[at] = (this.#nulls[at] ?? 0) + nullCount
    this.#rows += batch.length
    await this.#flush()
  }

  /** Writes the end of the file, with its key-value metadata. */
  async finish(metadata: Readonly<Record<string, string>> = {}): Promise<ParquetSummary> {
    this.#writer.kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }))
    await this.#writer.finish()
    await this.#flush()
    return this.summary
  }

  async #flush(): Promise<void> {
    await this.#sink(this.#bytes.getBytes())
    this.#bytes.index = 0
  }
}
