import { dateTimeTypes, floatTypes, isoInJson, type LeakKind } from '../../model/determinism-rules.js'
import type { Catalogs, TypePart } from '../../resolve/index.js'

/** The known type of a value. */
export interface ValueType {
  /** Name as in SQL. */
  readonly name: string
  /** Its parts whose text form may vary. */
  readonly parts: readonly TypePart[]
}

/** A type whose text form never varies. */
export const steadyType = (name: string): ValueType => ({ name, parts: [] })

/** A type of the catalog. */
export const namedType = (oid: number, { types }: Catalogs): ValueType =>
  types.get(oid) ?? steadyType('unknown')

/** A row of these columns. */
export const rowType = (columns: readonly ValueType[]): ValueType => ({
  name: 'record',
  parts: columns.flatMap(({ parts }) => parts),
})

/** Whether its columns are not in the catalog. */
export const isRecord = ({ name }: ValueType): boolean => name === 'record'

/** A type without its unknown parts. */
export const knownPart = ({ name, parts }: ValueType): ValueType => ({
  name,
  parts: parts.filter((part) => part.name !== 'record'),
})

/** Type names, as in the arguments of a call. */
export const typeNames = (types: readonly ValueType[]): string => types.map(({ name }) => name).join(', ')

const isTemporal = new Set(dateTimeTypes)
const isIso = new Set(isoInJson)
const isFloat = new Set(floatTypes)

/** Of several reasons, one about time takes precedence. */
const kindOf = (
  types: readonly ValueType[],
  isMeant: (part: TypePart) => boolean,
  temporal: LeakKind,
): LeakKind | undefined => {
  const meant = types.flatMap(({ parts }) => parts.filter(isMeant))
  if (meant.length === 0) return undefined
  if (meant.every(({ name }) => isFloat.has(name))) return 'digits'
  return meant.some(({ name }) => isTemporal.has(name)) ? temporal : 'session'
}

/** What parsing text as these types depends on. */
export const readLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(types, ({ reads }) => reads, 'cast')

/** What converting values of these types to text depends on. */
export const writeLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(types, ({ name, writes }) => writes || isFloat.has(name), 'timezone')

/** What converting them to JSON depends on. A range becomes a string with its bounds as text. */
export const jsonLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(
    types,
    ({ name, writes, inRange }) => isFloat.has(name) || (writes && (inRange || !isIso.has(name))),
    'timezone',
  )
