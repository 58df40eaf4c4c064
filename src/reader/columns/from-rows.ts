import type { BatchColumn, ColumnBatch } from './batch.js'
import { ColumnBuilder } from './column-builder.js'
import type { PlannedColumn } from './column-plan.js'

/** The binary format of a value that a driver has read as text. */
function encode(text: string, { kind }: PlannedColumn): Buffer {
  switch (kind) {
    case 'int16': {
      const bytes = Buffer.alloc(2)
      bytes.writeInt16BE(Number(text))
      return bytes
    }
    case 'int32': {
      const bytes = Buffer.alloc(4)
      bytes.writeInt32BE(Number(text))
      return bytes
    }
    case 'int64':
    case 'timestamp': {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64BE(BigInt(text))
      return bytes
    }
    case 'float32': {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatBE(Number(text))
      return bytes
    }
    case 'float64': {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(Number(text))
      return bytes
    }
    case 'date': {
      const bytes = Buffer.alloc(4)
      bytes.writeInt32BE(Number(text))
      return bytes
    }
    case 'bool':
      return Buffer.from([text === 'true' || text === 't' ? 1 : 0])
    default:
      return Buffer.from(text)
  }
}

/** The same select item as text that {@link encode} reads: times as the numbers of the binary format. */
export function textItem(plan: PlannedColumn, item: string): string {
  switch (plan.kind) {
    case 'timestamp': {
      const zone = plan.type.includes('with time zone') ? '+00' : ''
      return `CASE ${item} WHEN 'infinity' THEN '9223372036854775807' WHEN '-infinity' THEN '-9223372036854775808' ELSE (extract(epoch FROM ${item} - '2000-01-01${zone}'::${plan.type.replace(/\(\d+\)/, '')}) * 1000000)::bigint::pg_catalog.text END`
    }
    case 'date':
      return `CASE ${item} WHEN 'infinity' THEN '2147483647' WHEN '-infinity' THEN '-2147483648' ELSE (${item} - '2000-01-01'::date)::pg_catalog.text END`
    default:
      return `${item}::pg_catalog.text`
  }
}

/** A batch of rows whose values are text or null, in the order of the columns. */
export function fromRows(
  rows: readonly Readonly<Record<string, string | null>>[],
  columns: readonly PlannedColumn[],
): ColumnBatch {
  const made = columns.map((plan, at): BatchColumn => {
    const builder = new ColumnBuilder(plan, rows.length)
    rows.forEach((row, place) => {
      const text = row[`c${at}`]
      if (text === null || text === undefined) return builder.setNull(place)
      const bytes = encode(text, plan)
      builder.set(place, bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
    })
    return builder.take(rows.length)
  })
  return { length: rows.length, columns: made }
}
