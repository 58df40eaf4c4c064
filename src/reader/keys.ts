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
  const isWhole = WHOLE_TYPES.has(type)
  const text = value instanceof Date ? dateText(value, type) : String(value)
  const isNumber = typeof value === 'number'
  if (
    value === null ||
    value === undefined ||
    (typeof value === 'object' && !(value instanceof Date)) ||
    (isWhole && !WHOLE.test(text)) ||
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

/** Without its length or precision: a key that is longer is another one, and must not be cut to one that is there. */
const withoutLimits = (type: string): string =>
  type.replace(/^character\(\d+\)/, 'bpchar').replace(/\(\d+(,-?\d+)?\)/, '')

const WHOLE_TYPES = new Set(['smallint', 'integer', 'bigint'])

const typeOf = ({ columns }: Store, name: string): string =>
  columns.find((column) => column.name === name)?.type ?? 'text'

/** Identifies the key of these values. Whole numbers have no leading zeros in it, as those of the database have none. */
export const keyName = (parts: readonly unknown[], store: Store): string =>
  JSON.stringify(
    store.key.map((name, at) =>
      WHOLE_TYPES.has(typeOf(store, name)) ? String(BigInt(String(parts[at]))) : String(parts[at]),
    ),
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
    const name = keyName(text, store)
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
  const { guarded, key } = store
  const lists = key.map((name, at) => `$${at + 1}::${withoutLimits(typeOf(store, name))}[]`).join(', ')
  const names = key.map((_, at) => `k${at + 1}`).join(', ')
  const on = key.map((name, at) => `g.${quoted(name)} = k.k${at + 1}`).join(' AND ')
  const selected = isPlainKey(store) ? items : [...items, `k.place::integer AS ${PLACE}`]
  return `SELECT ${selected.join(', ')}\nFROM unnest(${lists}) WITH ORDINALITY AS k (${names}, place) JOIN ${guarded} AS g ON ${on}`
}
