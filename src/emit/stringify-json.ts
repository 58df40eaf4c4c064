const WIDTH = 110

type Json = string | number | boolean | null | readonly Json[] | JsonObject
type JsonObject = { readonly [key: string]: Json | undefined }

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value)

const keysOf = (value: JsonObject): readonly string[] =>
  Object.keys(value).filter((key) => value[key] !== undefined)

/** Most texts are plain, and there are half a million of them in a large project. */
const needsEscape = /[^\x20\x21\x23-\x5b\x5d-\x7e]/
const quote = (text: string): string => (needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`)

/** There are few keys, and they are repeated often. */
const quotedKeys = new Map<string, string>()

function quoteKey(key: string): string {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const quoted = `${quote(key)}: `
  if (quotedKeys.size < 1000) quotedKeys.set(key, quoted)
  return quoted
}

const scalar = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? quote(value) : JSON.stringify(value)

/** A list of objects or of lists is a table with one line per row. */
function isTable(value: readonly Json[]): boolean {
  if (value.length < 2) return false
  const [first] = value
  if (typeof first !== 'object' || first === null) return false
  return value.every(
    (item) =>
      typeof item === 'object' &&
      item !== null &&
      isList(item) === isList(first) &&
      (isList(item) ? item : keysOf(item)).length > 1,
  )
}

/** The value on one line, or undefined when that needs more than `room` characters. */
function flat(value: Json, room: number): string | undefined {
  if (value === null || typeof value !== 'object') {
    const text = scalar(value)
    return text.length <= room ? text : undefined
  }
  return isList(value) ? flatList(value, room) : flatObject(value, room)
}

function flatList(value: readonly Json[], room: number): string | undefined {
  if (value.length === 0) return room < 2 ? undefined : '[]'
  if (isTable(value)) return undefined
  let text = '['
  for (const item of value) {
    if (text.length > 1) text += ', '
    const rest = flat(item, room - text.length - 1)
    if (rest === undefined) return undefined
    text += rest
  }
  return `${text}]`
}

/**
 * A lower bound for the length of the flat text, at a fraction of its cost: most objects are far too long for a line.
 */
function atLeast(value: JsonObject): number {
  let length = 2
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item !== undefined) length += key.length + 6 + (typeof item === 'string' ? item.length + 2 : 1)
  }
  return length
}

function flatObject(value: JsonObject, room: number): string | undefined {
  if (atLeast(value) > room) return undefined
  let text = '{ '
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item === undefined) continue
    text += `${text.length > 2 ? ', ' : ''}${quoteKey(key)}`
    const rest = flat(item, room - text.length - 2)
    if (rest === undefined) return undefined
    text += rest
  }
  return text === '{ ' ? '{}' : `${text} }`
}

const comma = (at: number, all: readonly unknown[]): number => (at < all.length - 1 ? 1 : 0)

/**
 * `used` is the number of characters on the line besides the value, including the comma after all items but the last.
 */
function print(value: Json, indent: string, used: number): string {
  if (value === null || typeof value !== 'object') return scalar(value)
  const line = flat(value, WIDTH - used)
  if (line !== undefined) return line
  const deeper = `${indent}  `
  // Joined instead of concatenated: a string of many concatenations is a tree that the garbage collector has to walk.
  if (isList(value)) {
    // An empty list cannot be broken into lines.
    if (value.length === 0) return '[]'
    const items = value.map((item, at) => print(item, deeper, deeper.length + comma(at, value)))
    return `[\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}]`
  }
  const keys = keysOf(value)
  if (keys.length === 0) return '{}'
  const items = keys.map((key, at) => {
    const start = quoteKey(key)
    return start + print(value[key] ?? null, deeper, deeper.length + start.length + comma(at, keys))
  })
  return `{\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}}`
}

/**
 * JSON that a person can read and diff: what fits on a line is on one, everything else has one line per item. Keys keep
 * their order. The layout is that of prettier, without the cost of a formatter for megabytes of JSON.
 *
 * @param indent Indentation of the value, where it is part of another.
 */
export const stringifyJson = (value: object, indent = ''): string =>
  // A comma may follow a value that is part of another.
  print(value as JsonObject, indent, indent.length + (indent === '' ? 0 : 1))
