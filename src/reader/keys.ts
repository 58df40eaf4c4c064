import { ReaderError } from './reader-error.js'
import { quoted, type Store } from './store.js'

/** The value of each key column, as text. */
type KeyText = readonly string[]

/** As an error shows it. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ??
  String(value)

const WHOLE = /^-?\d+$/
/** A number that was meant as a text may have lost its zeros. */
const TEXT = /^(text|character|"char"|name)\b/

const partOf = (value: unknown, name: string, type: string, at: number): string => {
  const isWhole = WHOLE_TYPES.has(type)
  const text = value instanceof Date ? dateText(value, type) : String(value)
  const isNumber = typeof value === 'number'
  if (
    value === null ||
    value === undefined ||
    (typeof value === 'object' && !(value instanceof Date)) ||
    (isWhole && !WHOLE.test(text)) ||
    (TEXT.test(type) && typeof value !== 'string') ||
    (type === 'date' && !DAY.test(text)) ||
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
function keyText(key: unknown, store: Store, at: number): KeyText {
  const { key: names } = store
  const isObject = typeof key === 'object' && key !== null
  if (!isObject || (Array.isArray(key) && key.length !== names.length))
    throw new ReaderError(
      'FS421',
      `key ${at} is ${shown(key)}`,
      `Give ${names.join(' and ')}, as an object or as a list in this order.`,
    )
  return names.map((name, part) => {
    const value: unknown = Array.isArray(key) ? key[part] : Object(key)[name]
    return partOf(value, name, typeOf(store, name), at)
  })
}

/** A time of day in a day would be cut off. */
const DAY = /^-?\d{4,}-\d\d-\d\d( BC)?$/

const two = (part: number): string => String(part).padStart(2, '0')

/** As `pg` has read it: days, and times without a zone, are those of the process. */
function dateText(value: Date, type: string): string {
  if (Number.isNaN(value.getTime()) || type.includes('with time zone')) return String(value.toJSON())
  const day = `${String(value.getFullYear()).padStart(4, '0')}-${two(value.getMonth() + 1)}-${two(value.getDate())}`
  if (type === 'date') return day
  const time = [value.getHours(), value.getMinutes(), value.getSeconds()].map(two).join(':')
  return `${day} ${time}.${String(value.getMilliseconds()).padStart(3, '0')}`
}

const WHOLE_TYPES = new Set(['smallint', 'integer', 'bigint'])

const typeOf = ({ columns }: Store, name: string): string =>
  columns.find((column) => column.name === name)?.type ?? 'text'

/** Identifies the key of these values. Whole numbers have no leading zeros in it, as those of the database have none. */
const keyName = (parts: KeyText, store: Store): string =>
  JSON.stringify(
    store.key.map((name, at) =>
      WHOLE_TYPES.has(typeOf(store, name)) ? String(BigInt(parts[at] ?? '')) : parts[at],
    ),
  )

export const sameKeys = (first: number, other: number, key: KeyText, rows = 0): ReaderError =>
  new ReaderError(
    'FS422',
    `keys ${first} and ${other} are the same, ${key.join(', ')}`,
    'Ask for each key once: the rows are in the order of the keys.',
    { rows },
  )

/** The keys as text. Throws FS421 for one that is none and FS422 for one that is asked for twice. */
export function askedKeys(keys: Iterable<unknown>, store: Store): readonly KeyText[] {
  const texts: KeyText[] = []
  const places = new Map<string, number>()
  for (const key of keys) {
    const text = keyText(key, store, texts.length)
    const name = keyName(text, store)
    const before = places.get(name)
    if (before !== undefined) throw sameKeys(before, texts.length, text)
    places.set(name, texts.length)
    texts.push(text)
  }
  return texts
}

/** Whether different texts can be equal values: `2` and `2.0`, a UUID in capitals, another notation of an instant. */
export const hasNotations = (store: Store): boolean =>
  store.key.some((name) => !WHOLE_TYPES.has(typeOf(store, name)))

/** What the values of a key column are compared as. */
export interface KeyType {
  /** Without its length and its domains: a key that is longer than its column is another one, and must not be cut. */
  readonly base: string
  /** Under which different texts can be equal; null for none. */
  readonly collation: string | null
}

/** Keys as a relation `k`. Their parts are the parameters, one list for each key column. */
function keysAs(types: readonly KeyType[]): string {
  const lists = types.map(({ base }, at) => `$${at + 1}::${base}[]`).join(', ')
  const names = types.map((_, at) => `k${at + 1}`).join(', ')
  return `unnest(${lists}) WITH ORDINALITY AS k (${names}, place)`
}

/** The query of two keys that Postgres takes for equal, counted from 1. */
export function sameKeysSql(types: readonly KeyType[]): string {
  const parts = types.map(
    ({ collation }, at) => `k.k${at + 1}${collation === null ? '' : ` COLLATE ${collation}`}`,
  )
  return `SELECT min(k.place)::integer AS first, max(k.place)::integer AS other
   FROM ${keysAs(types)}
   GROUP BY ${parts.join(', ')} HAVING count(*) > 1 ORDER BY 1 LIMIT 1`
}

/** Beside a row: which of the keys asked for it, counted from 1. */
export const PLACE = 'fusion_store_place'

/** The query of some keys. */
export function keysSql(store: Store, items: readonly string[], types: readonly KeyType[]): string {
  const { guarded, key } = store
  const on = key.map((name, at) => `g.${quoted(name)} = k.k${at + 1}`).join(' AND ')
  return `SELECT ${[...items, `k.place::integer AS ${PLACE}`].join(', ')}\nFROM ${keysAs(types)} JOIN ${guarded} AS g ON ${on}`
}
