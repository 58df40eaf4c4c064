import { ReaderError } from '../reader-error.js'
import type { ColumnBatch } from './batch.js'
import { ColumnBuilder } from './column-builder.js'
import type { PlannedColumn } from './column-plan.js'

/** `PGCOPY\n`, 0xff, `\r\n\0`; then flags and the length of an extension, which is empty. */
const SIGNATURE = Buffer.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00])
const HEADER = SIGNATURE.length + 8

const malformed = (what: string): ReaderError =>
  new ReaderError(
    'FS430',
    `the server sent ${what}`,
    'Check that nothing between client and server changes the data.',
  )

/** Where batches end besides their size: at the end of a UTC day, in rows that are ordered by it. */
export interface Cut {
  /** Place of the column with the day. */
  readonly column: number
  /** Rows that a batch has at least before it ends with a day. */
  readonly least: number
}

/** Some rows, with the day of the last one. */
export interface CutBatch {
  readonly batch: ColumnBatch
  /** Days since 1970-01-01; 0 where batches are not cut. */
  readonly day: number
  /** Whether no row of that day follows. */
  readonly endsDay: boolean
}

/**
 * Batches of the rows of a binary COPY. A row that is cut off at the end of a piece is read again with the next one.
 *
 * @param pieces which end anywhere.
 * @param size rows of a batch at most.
 */
export async function* readBinaryCopy(
  pieces: AsyncIterable<Uint8Array>,
  columns: readonly PlannedColumn[],
  size: number,
  cut?: Cut,
): AsyncGenerator<CutBatch, void> {
  const builders = columns.map((column) => new ColumnBuilder(column, size))
  const days = cut && builders[cut.column]
  let day = 0
  const take = (length: number, endsDay: boolean): CutBatch => ({
    batch: { length, columns: builders.map((builder) => builder.take(length)) },
    day,
    endsDay,
  })
  /** What a row that was cut off needs, so that a large one is put together once. */
  let kept: Buffer[] = []
  let has = 0
  let wanted = HEADER
  let row = 0
  let hasHeader = false
  let hasEnd = false
  for await (const piece of pieces) {
    kept.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    has += piece.length
    if (has < wanted) continue
    const [first] = kept
    const bytes: Buffer = kept.length === 1 && first !== undefined ? first : Buffer.concat(kept)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let at = 0
    if (!hasHeader) {
      if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw malformed('no binary COPY')
      at = HEADER
      hasHeader = true
    }
    while (!hasEnd) {
      const end = readRow(bytes, view, at, builders, row)
      if (end <= CUT) {
        wanted = CUT - end
        break
      }
      if (end === LAST) {
        hasEnd = true
        break
      }
      if (days !== undefined && row > 0) {
        const isNewDay = days.dayAt(row) !== day
        if (isNewDay && row >= cut!.least) {
          yield take(row, true)
          // The row that was read begins the next batch.
          row = 0
          continue
        }
      }
      if (days !== undefined) day = days.dayAt(row)
      at = end
      row += 1
      if (row === size) {
        yield take(row, false)
        row = 0
      }
    }
    kept = at === bytes.length ? [] : [Buffer.from(bytes.subarray(at))]
    has = bytes.length - at
    if (at === bytes.length) wanted = 0
  }
  if (!hasEnd) throw malformed('a COPY without its end')
  if (row > 0) yield take(row, true)
}

const LAST = -1
/** Less the bytes that the row needs at least. */
const CUT = -2

/** Reads a row; gives the place after it, LAST at the end of the data, or CUT and below if it is not whole. */
function readRow(
  bytes: Buffer,
  view: DataView,
  from: number,
  builders: readonly ColumnBuilder[],
  row: number,
): number {
  const length = bytes.length
  let at = from
  if (at + 2 > length) return CUT - 2
  const fields = view.getInt16(at)
  at += 2
  if (fields === -1) return LAST
  if (fields !== builders.length) throw malformed(`a row of ${fields} columns instead of ${builders.length}`)
  for (let field = 0; field < fields; field++) {
    if (at + 4 > length) return CUT - (at + 4 - from)
    const size = view.getInt32(at)
    at += 4
    const builder = builders[field] as ColumnBuilder
    if (size < 0) {
      builder.setNull(row)
      continue
    }
    if (at + size > length) return CUT - (at + size - from)
    builder.set(row, bytes, view, at, size)
    at += size
  }
  return at
}
