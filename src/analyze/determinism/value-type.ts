import { dateTimeTypes, floatTypes, isoInJson, type LeakKind } from '../../model/determinism-rules.js'
import type { Catalogs, TypePart } from '../../resolve/index.js'

/** What is known of the type of a value. */
export interface ValueType {
  /** As SQL writes it. */
  readonly name: string
  /** What it is made of whose text may change. */
  readonly parts: readonly TypePart[]
}

/** A type whose text never changes. */
export const steadyType = (name: string): ValueType => ({ name, parts: [] })

/** A type of the catalog. */
export const namedType = (oid: number, { types }: Catalogs): ValueType =>
  types.get(oid) ?? steadyType('unknown')

/** A row of these columns. */
export const rowType = (columns: readonly ValueType[]): ValueType => ({
  name: 'record',
  parts: columns.flatMap(({ parts }) => parts),
})

/** Whether the catalog knows no columns of it. */
export const isRecord = ({ name }: ValueType): boolean => name === 'record'

/** A type without what is not known of it. */
export const knownPart = ({ name, parts }: ValueType): ValueType => ({
  name,
  parts: parts.filter((part) => part.name !== 'record'),
})

/** As the arguments of a call are written. */
export const typeNames = (types: readonly ValueType[]): string => types.map(({ name }) => name).join(', ')

const isTemporal = new Set(dateTimeTypes)
const isIso = new Set(isoInJson)
const isFloat = new Set(floatTypes)

/** Of several reasons the one about time is given. */
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

/** What reading text as values of these types depends on. */
export const readLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(types, ({ reads }) => reads, 'cast')

/** What writing values of these types as text depends on. */
export const writeLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(types, ({ name, writes }) => writes || isFloat.has(name), 'timezone')

/** What writing them as JSON depends on. A range is one string there, and the bounds in it are written as text. */
export const jsonLeak = (types: readonly ValueType[]): LeakKind | undefined =>
  kindOf(
    types,
    ({ name, writes, inRange }) => isFloat.has(name) || (writes && (inRange || !isIso.has(name))),
    'timezone',
  )
