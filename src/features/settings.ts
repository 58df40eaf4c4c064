import type { KnownRow } from './unknown.js'

/** A feature that is a column, with what its values and its absence become. */
export interface ColumnSettings {
  readonly column: string
  /** What the feature is where the column is NULL: `NaN` or null. */
  readonly unknown?: number | null
  /** A number for NULL; only with the flags and the reason that tell such a row apart, both in the same list. */
  readonly fill?: number
  /** One or more boolean columns: the column is known exactly where one of them is true. */
  readonly scored?: string | readonly string[]
  /** The column that says why the value is unknown: a reason code, or a category. */
  readonly reason?: string
  /** A number for each value of the column. */
  readonly codes?: Readonly<Record<string, number>>
  /** All values of the column: a feature `name=value` for each, 1 or 0. */
  readonly oneHot?: readonly (string | number | boolean)[]
}

/** What a computed feature returns: NaN and null are unknown. */
export type Computed = number | boolean | null

/**
 * What is written for a feature before its settings are checked; {@link Checked} does that, property by property, so
 * that an error has its own place and its own words.
 */
export type Written<Row> =
  string | { readonly [Setting in keyof ColumnSettings]?: unknown } | ((row: KnownRow<Row>) => unknown)

/** A list of features as written, by name. */
export type WrittenList<Row> = Readonly<Record<string, Written<Row>>>
