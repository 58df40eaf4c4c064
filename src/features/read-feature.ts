import { type Feature, flagsOf, namesOf } from './check-list.js'
import { type FeatureCode, FeatureError } from './feature-error.js'
import type { ColumnSettings } from './settings.js'
import { computeGuarded } from './unknown.js'

/** A value of a feature: null only where the list says so. */
type Value = number | null

function fail(code: FeatureCode, feature: string, message: string, hint: string): never {
  throw new FeatureError([{ code, feature, message, hint }])
}

/** Reads a feature from a row: one value for each of its names. */
export function readFeature(name: string, feature: Feature, row: object): readonly Value[] {
  const read = (column: string): unknown => {
    const value: unknown = Object.hasOwn(row, column) ? row[column as keyof typeof row] : undefined
    // An undefined value is not NULL: it is never what a row says of a column.
    if (value !== undefined) return value
    return fail('FS407', name, `the row has no column ${column}`, 'Select every column that the list reads.')
  }
  if (typeof feature === 'function') return [result(name, computeGuarded(name, row, feature, read))]
  const value = read(feature.column)
  if (feature.fill !== undefined) checkFlags(name, feature, value !== null, read)
  if (value === null) return namesOf(name, feature).map(() => unknownOf(name, feature))
  if (feature.oneHot) return oneHot(name, feature, feature.oneHot, value)
  return [feature.codes ? codeOf(name, feature, feature.codes, value) : numberOf(name, feature, value)]
}

function unknownOf(name: string, { column, unknown, fill }: ColumnSettings): Value {
  const value = fill ?? unknown
  if (value !== undefined) return value
  const hint = `Say what unknown is, e.g. { column: '${column}', unknown: NaN }.`
  return fail('FS403', name, `${column} is unknown in this row, and the list does not say what that is`, hint)
}

/** A flag that is wrong would make the fill a value. */
function checkFlags(
  name: string,
  feature: ColumnSettings,
  isKnown: boolean,
  read: (column: string) => unknown,
): void {
  const flags = flagsOf(feature)
  const values = flags.map(read)
  if (values.every((value) => typeof value === 'boolean') && values.includes(true) === isKnown) return
  const said = flags.map((flag, at) => `${flag} is ${String(values[at])}`).join(', ')
  const found = `${feature.column} is ${isKnown ? 'known' : 'unknown'}`
  fail(
    'FS405',
    name,
    `${said}, but ${found} in this row`,
    'Name the flags that are true exactly where the column is known.',
  )
}

function numberOf(name: string, { column }: ColumnSettings, value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  // A NaN of the database would be read as unknown, and an infinity has no place in a model.
  if (Number.isFinite(value)) return value as number
  const hint = 'Give each value a number with codes or oneHot, or compute the feature.'
  return fail('FS404', name, `${column} is ${shown(value)}, which is not ${wantedOf(value)}`, hint)
}

function codeOf(
  name: string,
  { column }: ColumnSettings,
  codes: Readonly<Record<string, number>>,
  value: unknown,
): number {
  // The text of a list or of a document may be that of another value.
  const key = typeof value === 'object' ? undefined : String(value)
  const code = key !== undefined && Object.hasOwn(codes, key) ? codes[key] : undefined
  return code ?? fail('FS404', name, `${column} is ${shown(value)}, which has no number in codes`, EVERY)
}

function oneHot(
  name: string,
  { column }: ColumnSettings,
  values: readonly unknown[],
  value: unknown,
): readonly Value[] {
  if (!values.includes(value))
    fail('FS404', name, `${column} is ${shown(value)}, which is not in oneHot`, EVERY)
  return values.map((one) => (one === value ? 1 : 0))
}

const EVERY = 'List every value of the column; its row type has them.'

function result(name: string, value: unknown): Value {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || Number.isFinite(value) || Number.isNaN(value)) return value as Value
  const hint = 'Return a finite number or a boolean, and NaN or null for unknown.'
  return fail('FS404', name, `it computed ${shown(value)}, which is not ${wantedOf(value)}`, hint)
}

const wantedOf = (value: unknown): string =>
  value === Infinity || value === -Infinity ? 'a finite number' : 'a number'

const shown = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : typeof value === 'object' ? typeof value : String(value)
