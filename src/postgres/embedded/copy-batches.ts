/**
 * Joins chunks of COPY text into batches of about `size` characters. Each batch ends at the end of a row. A newline after
 * an odd number of backslashes belongs to a value.
 */
export async function* copyBatches(
  chunks: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<string> {
  let pending: string[] = []
  let length = 0
  for await (const chunk of chunks) {
    pending.push(chunk)
    length += chunk.length
    if (length < size) continue
    const text = pending.join('')
    const end = lastRowEnd(text)
    if (end > 0) yield text.slice(0, end)
    pending = [text.slice(end)]
    length = text.length - end
  }
  const rest = pending.join('')
  if (rest !== '') yield rest
}

/** Offset after the last newline that ends a row; 0 if there is none. */
function lastRowEnd(text: string): number {
  for (let at = text.lastIndexOf('\n'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at + 1
  }
  return 0
}
