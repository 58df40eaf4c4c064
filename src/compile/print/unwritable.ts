/** 24 November 4714 BC, the first day that Postgres supports. Its last one is later than JavaScript's. */
const FIRST = Date.UTC(-4713, 10, 24)

const isBeforePostgres = (date: Date): boolean => date.getTime() < FIRST

/** A value, or the part of one, that cannot be written as SQL with the same meaning. */
export interface Unwritable {
  /** Where it is inside the value: `$.a[2]`; `$` is the value itself. */
  readonly path: string
  /** What it is: "a BigInt in JSON". */
  readonly what: string
  readonly hint: string
}

type WhyUnwritable = Omit<Unwritable, 'path'>

/** Deeper than any data that a person writes, and far from the stack limits of JavaScript and Postgres. */
const DEEPEST = 200

const GENERAL =
  'Use null, a number, text, a boolean, a Date, bytes, a non-empty array, or plain objects as JSON.'

/** Why Postgres cannot store a text unchanged, or undefined. */
export const textDiagnostic = (text: string): WhyUnwritable | undefined => {
  if (text.includes('\0'))
    return { what: 'text with a NUL character', hint: 'Postgres cannot store NUL: remove it.' }
  if (/\p{Surrogate}/u.test(text)) {
    return {
      what: 'text with half a surrogate pair',
      hint: 'It is not a character: correct how the text was cut or decoded.',
    }
  }
  return undefined
}

const UNDEFINED: WhyUnwritable = {
  what: 'undefined',
  hint: 'Write null for NULL; leave out a member of an object that has no value.',
}

function scalarDiagnostic(value: unknown, inJson: boolean): WhyUnwritable | undefined {
  switch (typeof value) {
    case 'undefined':
      return UNDEFINED
    case 'string':
      return textDiagnostic(value)
    case 'number':
      if (!inJson || Number.isFinite(value)) return undefined
      return { what: `${value} in JSON`, hint: 'JSON has finite numbers only: use null or a text.' }
    case 'bigint':
      if (!inJson) return undefined
      return { what: 'a BigInt in JSON', hint: 'Use a number, or a text where a number would lose digits.' }
    case 'function':
    case 'symbol':
      return { what: `a ${typeof value}`, hint: GENERAL }
    default:
      return undefined
  }
}

function dateDiagnostic(date: Date, inJson: boolean): WhyUnwritable | undefined {
  if (Number.isNaN(date.getTime()))
    return {
      what: 'an invalid Date',
      hint: 'Correct the text or the numbers from which the Date is created.',
    }
  if (inJson || !isBeforePostgres(date)) return undefined
  return {
    what: 'a Date before 24 November 4714 BC, the first day that Postgres supports',
    hint: 'Use a later date, or null where it is unknown.',
  }
}

function arrayDiagnostic(items: readonly unknown[], inJson: boolean): WhyUnwritable | undefined {
  // Counted, not visited: an array with holes may be extremely long.
  if (Reflect.ownKeys(items).length !== items.length + 1) {
    return {
      what: 'an array with holes, or with properties besides its items',
      hint: 'Give every item a value; null is one.',
    }
  }
  if (inJson || items.length > 0) return undefined
  return {
    what: 'an empty array, whose type Postgres cannot determine',
    hint: "Write it with its type: sql`'{}'::text[]`.",
  }
}

const PLAIN: readonly unknown[] = [Object.prototype, Array.prototype, null]

function objectDiagnostic(value: object): WhyUnwritable | undefined {
  const prototype: object | null = Object.getPrototypeOf(value)
  if (!PLAIN.includes(prototype)) {
    const name: unknown = prototype?.constructor?.name
    return {
      what: typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an instance of a class',
      hint: ArrayBuffer.isView(value)
        ? 'Use [...array] for its numbers, a Uint8Array outside of JSON for its bytes.'
        : 'Convert it to a plain object or array first: [...set], Object.fromEntries(map), { ...instance }.',
    }
  }
  if (Array.isArray(value) || Reflect.ownKeys(value).length === Object.keys(value).length) return undefined
  return {
    what: 'an object with a symbol or a hidden member, which JSON leaves out',
    hint: 'Use text keys only.',
  }
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

const member = (path: string, key: string): string =>
  IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`

function find(
  value: unknown,
  path: string,
  inJson: boolean,
  around: readonly object[],
): Unwritable | undefined {
  const diagnostic = scalarDiagnostic(value, inJson)
  if (diagnostic) return { path, ...diagnostic }
  if (typeof value !== 'object' || value === null) return undefined
  const own = ownDiagnostic(value, inJson, around)
  if (own) return { path, ...own }
  if (value instanceof Date || value instanceof Uint8Array) return undefined
  const inside = [...around, value]
  if (Array.isArray(value)) {
    return first(value.entries(), ([at, item]) => find(item, `${path}[${at}]`, inJson, inside))
  }
  return first(Object.entries(value), ([key, item]) => {
    const at = member(path, key)
    const keyDiagnostic = textDiagnostic(key)
    return keyDiagnostic ? { path: at, ...keyDiagnostic } : find(item, at, true, inside)
  })
}

/** What is wrong with an object itself, apart from its content. */
function ownDiagnostic(value: object, inJson: boolean, around: readonly object[]): WhyUnwritable | undefined {
  if (value instanceof Date) return dateDiagnostic(value, inJson)
  if (value instanceof Uint8Array && !inJson) return undefined
  if (around.includes(value))
    return { what: 'a reference to an object around it', hint: 'Break the cycle: the value has no end.' }
  if (around.length >= DEEPEST)
    return { what: `more than ${DEEPEST} levels deep`, hint: 'Make the value flatter.' }
  return objectDiagnostic(value) ?? (Array.isArray(value) ? arrayDiagnostic(value, inJson) : undefined)
}

function first<T>(items: Iterable<T>, test: (item: T) => Unwritable | undefined): Unwritable | undefined {
  for (const item of items) {
    const found = test(item)
    if (found) return found
  }
  return undefined
}

/**
 * The first part of a value that has no SQL literal of the same meaning; undefined when the whole has one.
 *
 * `JSON.stringify` must not decide this: it drops what it does not know, calls `toJSON`, and turns NaN into null.
 */
export const findUnwritable = (value: unknown): Unwritable | undefined => find(value, '$', false, [])
