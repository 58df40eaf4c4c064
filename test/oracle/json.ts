/**
 * JSON as jsonb sees it: the last of repeated keys wins, and a number keeps its digits.
 * `JSON.parse` cannot serve, because it turns 80.0 into 80 and 1e-2 into a double.
 */
export type Json =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly literal: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Json> }

const SPACE = /[ \t\r\n]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y
const WORD = /null|true|false/y

/** @throws SyntaxError when the text is not JSON. */
export function parseJson(text: string): Json {
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): Json {
    this.#match(SPACE)
    const start = this.#text[this.#at]
    const value = start === '{' ? this.#object() : start === '[' ? this.#array() : this.#scalar()
    this.#match(SPACE)
    return value
  }

  end(): void {
    if (this.#at !== this.#text.length) this.#fail()
  }

  #object(): Json {
    const members = new Map<string, Json>()
    this.#expect('{')
    this.#match(SPACE)
    if (this.#accept('}')) return { kind: 'object', members }
    do {
      this.#match(SPACE)
      const key = this.#string()
      this.#match(SPACE)
      this.#expect(':')
      members.set(key, this.value())
    } while (this.#accept(','))
    this.#expect('}')
    return { kind: 'object', members }
  }

  #array(): Json {
    const items: Json[] = []
    this.#expect('[')
    this.#match(SPACE)
    if (this.#accept(']')) return { kind: 'array', items }
    do items.push(this.value())
    while (this.#accept(','))
    this.#expect(']')
    return { kind: 'array', items }
  }

  #scalar(): Json {
    if (this.#text[this.#at] === '"') return { kind: 'string', value: this.#string() }
    const literal = this.#match(NUMBER)
    if (literal !== undefined) return { kind: 'number', literal }
    const word = this.#match(WORD) ?? this.#fail()
    return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' }
  }

  /** A string has no digits to lose, so its escapes may go through JSON.parse. */
  #string(): string {
    const literal = this.#match(STRING) ?? this.#fail()
    const value: unknown = JSON.parse(literal)
    return String(value)
  }

  #accept(char: string): boolean {
    if (this.#text[this.#at] !== char) return false
    this.#at++
    return true
  }

  #expect(char: string): void {
    if (!this.#accept(char)) this.#fail()
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #fail(): never {
    throw new SyntaxError(`Not JSON at position ${this.#at}: ${this.#text.slice(this.#at, this.#at + 40)}`)
  }
}
