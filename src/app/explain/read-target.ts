/** Splits a name at its dots; null if its quotes do not match. */
export function readTarget(text: string): readonly string[] | null {
  const parts: string[] = []
  const part = /"((?:[^"]|"")*)"(?=\.|$)|([^".]+)(?=\.|$)/y
  for (let at = 0; ; at += 1) {
    part.lastIndex = at
    const found = part.exec(text)
    if (!found) return null
    parts.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    at += found[0].length
    if (at >= text.length) return parts
  }
}
