const space = 32
const quote = 34
const openParen = 40
const closeParen = 41
const minus = 45
const colon = 58
const zero = 48
const nine = 57
const lessThan = 60
const openBracket = 91
const backslash = 92
const openBrace = 123
const closeBrace = 125

/** Parts of `[ 1 0 0 0 0 0 0 0 ]`. */
const wideWord = 10

const none: readonly number[] = Object.freeze([])

/** A position in the text of a node tree, which only moves forward, with methods to read tokens. */
export class TextCursor {
  readonly source: string
  pos = 0

  constructor(source: string) {
    this.source = source
  }

  /** Character code of the next token after white space; NaN at the end. */
  peek(): number {
    let code = this.source.charCodeAt(this.pos)
    while (code === space || code === 10) code = this.source.charCodeAt(++this.pos)
    return code
  }

  step(): void {
    this.pos += 1
  }

  /** `{KIND `: returns the kind. */
  openNode(): string {
    const start = this.pos + 1
    this.pos = this.tokenEnd(start)
    return this.source.slice(start, this.pos)
  }

  /**
   * Skips fields with plain values up to a field, and its name. If there is a nested value in between, which must be parsed,
   * it does not move and returns false.
   */
  skipTo(name: string): boolean {
    const { source } = this
    const first = name.charCodeAt(0)
    let at = this.pos
    for (;;) {
      while (source.charCodeAt(at) === space) at += 1
      if (source.charCodeAt(at) !== colon) return false
      at += 1
      if (source.charCodeAt(at) === first) {
        const end = at + name.length
        if (source.charCodeAt(end) === space && source.startsWith(name, at)) {
          this.pos = end
          return true
        }
      }
      while (source.charCodeAt(at) !== space) {
        if (at >= source.length) return false
        at += 1
      }
      at += 1
      const value = source.charCodeAt(at)
      if (value === openBrace || value === openParen || value === quote) return false
      at = this.tokenEnd(at)
    }
  }

  /** Skips the remaining plain values of a node and its end; returns false as above. */
  skipToEnd(): boolean {
    const { source } = this
    let at = this.pos
    for (;;) {
      const code = source.charCodeAt(at)
      if (code === closeBrace) {
        this.pos = at + 1
        return true
      }
      if (
        code === openBrace ||
        code === openParen ||
        code === quote ||
        code === backslash ||
        Number.isNaN(code)
      )
        return false
      at += 1
    }
  }

  /** `:name `: returns the name. */
  fieldName(): string {
    const start = this.pos + 1
    const end = this.source.indexOf(' ', start)
    if (end < 0) throw new Error(`a node tree ends within a node, after character ${start}`)
    this.pos = end
    return this.source.slice(start, end)
  }

  int(): number {
    const { source } = this
    let code = this.peek()
    const negative = code === minus
    if (negative) code = source.charCodeAt(++this.pos)
    let value = 0
    while (code >= zero && code <= nine) {
      value = value * 10 + (code - zero)
      code = source.charCodeAt(++this.pos)
    }
    return negative ? -value : value
  }

  bool(): boolean {
    const isTrue = this.peek() === 116
    this.pos = this.tokenEnd(this.pos)
    return isTrue
  }

  /**
   * A word, `<>` for null, or a quoted string, without escaping backslashes. Like a word, a string ends at an unescaped
   * space or bracket; quotes inside it are not escaped and have no meaning.
   */
  text(): string | null {
    const { source } = this
    const first = this.peek()
    const start = this.pos
    this.pos = this.tokenEnd(start)
    if (first === lessThan) return null
    if (first === quote) return unescape(source.slice(start + 1, this.pos - 1))
    return unescape(source.slice(start, this.pos))
  }

  /** `(b 1 2)`, `(i 1 2)`, `(o 1 2)` or `<>`. */
  ints(): readonly number[] {
    const { source } = this
    if (this.peek() !== openParen) {
      this.skipValue()
      return none
    }
    this.pos += 2
    if (this.peek() === closeParen) {
      this.pos += 1
      return none
    }
    const list: number[] = []
    while (this.peek() !== closeParen) {
      const before = this.pos
      list.push(this.int())
      if (this.pos === before)
        throw new Error(`not a number in a list of numbers: ${source.slice(before, before + 20)}`)
    }
    this.pos += 1
    return list
  }

  /**
   * `4 [ 1 0 0 0 ]` returns the bracket with its content; `<>` returns null. A 64-bit server prints eight bytes of a value
   * of up to four that it passes by value, and the embedded one four: the other four say nothing and are left out.
   */
  datumText(): string | null {
    if (this.peek() === lessThan) {
      this.pos += 2
      return null
    }
    const start = this.source.indexOf('[', this.pos)
    const end = this.source.indexOf(']', start)
    const length = Number(this.source.slice(this.pos, start))
    this.pos = end + 1
    const text = this.source.slice(start, this.pos)
    if (length > 4) return text
    const bytes = text.split(' ')
    return bytes.length === wideWord ? `${bytes.slice(0, 5).join(' ')} ]` : text
  }

  /** Skips one value of any form. A datum is a number followed by a bracket, and both are skipped. */
  skipValue(): void {
    const first = this.peek()
    if (first === openBrace || first === openParen) {
      this.skipNested()
      return
    }
    if (Number.isNaN(first)) throw new Error('a node tree ends within a list or node')
    this.pos = this.tokenEnd(this.pos)
    if (this.source.charCodeAt(this.pos) === space && this.source.charCodeAt(this.pos + 1) === openBracket) {
      this.pos = this.source.indexOf(']', this.pos) + 1
    }
  }

  private skipNested(): void {
    const { source } = this
    let depth = 0
    let at = this.pos
    for (;;) {
      const code = source.charCodeAt(at)
      if (code === backslash) at += 1
      else if (code === openBrace || code === openParen) depth += 1
      else if (code === closeBrace || code === closeParen) {
        depth -= 1
        if (depth === 0) break
      } else if (Number.isNaN(code)) throw new Error('a node tree ends within a list or node')
      at += 1
    }
    this.pos = at + 1
  }

  /** End of a word: an unescaped space, brace or parenthesis. A backslash escapes the next character. */
  private tokenEnd(from: number): number {
    const { source } = this
    let at = from
    for (;;) {
      const code = source.charCodeAt(at)
      if (code === backslash) at += 1
      else if (code === space || code === closeBrace || code === closeParen || Number.isNaN(code)) return at
      at += 1
    }
  }
}

const unescape = (word: string): string => (word.includes('\\') ? word.replaceAll(/\\(.)/gs, '$1') : word)
