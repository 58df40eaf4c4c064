import { FeatureError } from './feature-error.js'

declare const isUnknown: unique symbol

/**
 * What a computed feature gets in the place of a value that is not known. It is neither a number nor null, so `?? 0`,
 * `|| 0` and arithmetic do not turn it into one: ask {@link isKnown}, or the flag of the column.
 */
export interface Unknown<Column extends string> {
  readonly [isUnknown]: Column
}

/** A row in which a column that can be NULL has `Unknown` in the place of NULL. */
export type KnownRow<Row> = Row extends unknown
  ? {
      readonly [Column in keyof Row]: null extends Row[Column]
        ? NonNullable<Row[Column]> | Unknown<Column & string>
        : Row[Column]
    }
  : never

/**
 * Whether a value of a row is known.
 *
 * @example
 * ```ts
 * worst: (row) => (isKnown(row.img_damage_score) ? row.img_damage_score / 10 : NaN)
 * ```
 */
export function isKnown<Value>(value: Value): value is Exclude<Value, Unknown<string> | null | undefined> {
  if (value instanceof UnknownValue) value.isAsked = true
  return !(value instanceof UnknownValue) && value !== null && value !== undefined
}

/** Stands for NULL while a feature is computed, and remembers whether anybody asked. */
class UnknownValue {
  readonly #feature: string
  readonly #column: string
  isAsked = false

  constructor(feature: string, column: string) {
    this.#feature = feature
    this.#column = column
  }

  error(): FeatureError {
    const message = `${this.#column} is unknown in this row, and the feature used it without asking`
    const hint = `Ask isKnown(row.${this.#column}), or the flag of the column, before you use it.`
    return new FeatureError([{ code: 'FS406', feature: this.#feature, message, hint }])
  }

  // Number(value), `${value}` and value > 0 in JavaScript.
  [Symbol.toPrimitive](): never {
    throw this.error()
  }
}

/**
 * Computes a feature from a row whose NULLs it cannot take for values. A NULL that was read and never asked about is an
 * error even where the language would let it pass, as in `row.score ? 1 : 0`.
 */
export function computeGuarded(
  feature: string,
  row: object,
  compute: (row: never) => unknown,
  read: (column: string) => unknown,
): unknown {
  const unknowns = new Map<string, UnknownValue>()
  // A copy, as a proxy may not change what a frozen row says.
  const guarded = new Proxy(
    { ...row },
    {
      get: (_, column) => {
        if (typeof column === 'symbol') return undefined
        const value = read(column)
        if (value !== null) return value
        const unknown = unknowns.get(column) ?? new UnknownValue(feature, column)
        unknowns.set(column, unknown)
        return unknown
      },
    },
  )
  const result = compute(guarded as never)
  for (const unknown of unknowns.values()) if (!unknown.isAsked) throw unknown.error()
  return result
}
