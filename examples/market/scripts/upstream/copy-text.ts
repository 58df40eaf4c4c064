/** Large enough to make the cost per chunk negligible, small enough to keep memory constant. */
const CHUNK_LENGTH = 65_536

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const field = (value: unknown): string =>
  value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] as string)

/** Rows as chunks of Postgres's COPY text format; a chunk ends at a line end. */
export function* copyText<Row>(
  rows: Iterable<Row>,
  columns: readonly (keyof Row)[],
): Generator<string, void, undefined> {
  let chunk = ''
  for (const row of rows) {
    chunk += `${columns.map((column) => field(row[column])).join('\t')}\n`
    if (chunk.length < CHUNK_LENGTH) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
