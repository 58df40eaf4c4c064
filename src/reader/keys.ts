import { ReaderError } from './reader-error.js'
import { quoted, type Store } from './store.js'

/** The value of each key column, as text. */
type KeyText = readonly string[]

/** As an error shows it. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ??
  String(value)

const WHOLE = /^-?\d+$/

const partOf = (value: unknown, name: string, type: string, at: number): string => {
  const isWhole = type === 'smallint' || type === 'integer' || type === 'bigint'
  const text = value instanceof Date ? value.toISOString() : String(value)
  const isNumber = typeof value === 'number'
  if (
    value === null ||
    value === undefined ||
    (typeof value === 'object' && !(value instanceof Date)) ||
    (isWhole && !WHOLE.test(text)) ||
    (isNumber && !Number.isFinite(value)) ||
    (isNumber && isWhole && !Number.isSafeInteger(value))
  )
    throw new ReaderError(
      'FS421',
      `key ${at} has ${shown(value)} for ${name}, which is ${type}`,
      'Give each key column a value of its type; whole numbers beyond 2^53 as a string or a bigint.',
    )
  return text
}

/** The parts of a key, which is an object or a list. */
function keyText(key: unknown, { key: names, columns }: Store, at: number): KeyText {
  const isObject = typeof key === 'object' && key !== null
  if (!isObject || (Array.isArray(key) && key.length !== names.length))
    throw new ReaderError(
      'FS421',
      `key ${at} is ${shown(key)}`,
      `Give ${names.join(' and ')}, as an object or as a list in this order.`,
    )
  return names.map((name, part) => {
    const type = columns.find((column) => column.name === name)?.type ?? 'text'
    return partOf(Array.isArray(key) ? key[part] : Object(key)[name], name, type, at)
  })
}

/** Identifies a key. The text of a number has no leading zeros after this, as that of the database has none. */
export const keyName = (parts: readonly unknown[]): string =>
  JSON.stringify(
    parts.map((part) => (WHOLE.test(String(part)) ? String(BigInt(String(part))) : String(part))),
  )

export interface AskedKeys {
  readonly texts: readonly KeyText[]
  /** Place in the list, by name. */
  readonly places: ReadonlyMap<string, number>
}

/** The keys as text. Throws FS421 for one that is none and FS422 for one that is asked for twice. */
export function askedKeys(keys: Iterable<unknown>, store: Store): AskedKeys {
  const texts: KeyText[] = []
  const places = new Map<string, number>()
  for (const key of keys) {
    const text = keyText(key, store, texts.length)
    const name = keyName(text)
    const before = places.get(name)
    if (before !== undefined)
      throw new ReaderError(
        'FS422',
        `keys ${before} and ${texts.length} are the same, ${text.join(', ')}`,
        'Ask for each key once: the rows are in the order of the keys.',
      )
    places.set(name, texts.length)
    texts.push(text)
  }
  return { texts, places }
}

/** Beside a row: which of the keys asked for it. */
export const PLACE = 'fusion_store_place'

/** Types of which equal values are written in one way, as they are read. */
const PLAIN = /^(smallint|integer|bigint|text|character varying(\(\d+\))?)$/

/** Whether rows find their key by what they have in the key columns; otherwise each comes with the place of its key. */
export const isPlainKey = ({ key, columns }: Store): boolean =>
  key.every((name) => columns.some((column) => column.name === name && PLAIN.test(column.type)))

/** The query of some keys, whose parts are its parameters, one list for each key column. */
export function keysSql(store: Store, items: readonly string[]): string {
  const { guarded, key, columns } = store
  const typeOf = (name: string): string => columns.find((column) => column.name === name)?.type ?? 'text'
  const lists = key.map((name, at) => `$${at + 1}::${typeOf(name)}[]`).join(', ')
  const names = key.map((_, at) => `k${at + 1}`).join(', ')
  const on = key.map((name, at) => `g.${quoted(name)} = k.k${at + 1}`).join(' AND ')
  const selected = isPlainKey(store) ? items : [...items, `k.place::integer AS ${PLACE}`]
  return `SELECT ${selected.join(', ')}\nFROM unnest(${lists}) WITH ORDINALITY AS k (${names}, place) JOIN ${guarded} AS g ON ${on}`
}
