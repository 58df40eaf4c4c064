/** Words that cannot be the name of a constant in a TypeScript module. */
const RESERVED = new Set(
  (
    'abstract arguments as async await boolean break case catch class const continue debugger declare default delete do ' +
    'else enum eval export extends false finally for from function get globalThis if implements import in Infinity ' +
    'instanceof interface let module NaN new null number of package private protected public require return set static ' +
    'string super switch symbol this throw true try type typeof undefined var void while with yield exports Promise Object'
  ).split(' '),
)

const WORD = /[\p{ID_Start}\p{Nd}\p{Mn}\p{Mc}]+/gu

/** `order items` and `order_items` become `orderItems`; empty if a name has no letter. */
export function camelCase(name: string): string {
  const words = name.normalize('NFC').match(WORD) ?? []
  const joined = words
    .map((word, at) => (at === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
  return /^\p{ID_Start}/u.test(joined) || joined === '' ? joined : `_${joined}`
}

/** `ID` becomes `id` and `OrderItems` becomes `orderItems`. */
const lowerFirst = (word: string): string =>
  word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)

/** Allocates unique identifiers. */
export class Identifiers {
  readonly #taken: Set<string>

  /** @param taken names imported by a module. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...RESERVED, ...taken])
  }

  /**
   * @param candidates in order of preference; empty ones are ignored.
   * @param suffix added if none of them is free: `date` becomes `dateTable`.
   */
  take(candidates: readonly string[], suffix: string): string {
    const named = candidates.filter((name) => name !== '')
    const last = named.at(-1) ?? ''
    const withSuffix = last === '' ? lowerFirst(suffix) : `${last}${suffix}`
    const found = [...named, withSuffix].find((name) => !this.#taken.has(name)) ?? this.#numbered(withSuffix)
    this.#taken.add(found)
    return found
  }

  #numbered(name: string): string {
    for (let number = 2; ; number++) if (!this.#taken.has(`${name}${number}`)) return `${name}${number}`
  }
}

/** A member of an object literal: `id`, `'first name'`, or `['__proto__']`, which would set the prototype. */
export const memberName = (name: string): string => {
  if (name === '__proto__') return `['__proto__']`
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)
}

/**
 * A file name for a schema or relation, unique also on case-insensitive file systems.
 *
 * @param what used for a name without any portable character.
 */
export function fileName(name: string, taken: Set<string>, what = 'schema'): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
  // Windows reserves some names for devices.
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)$/.test(plain)
  const base = plain === '' ? what : isDevice ? `${plain}_${what}` : plain
  let found = base
  for (let number = 2; taken.has(found); number++) found = `${base}_${number}`
  taken.add(found)
  return found
}
