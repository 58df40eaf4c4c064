import { dateTimeTypes, floatTypes, isoInJson, type LeakKind } from '../../model/determinism-rules.js'
import type { TypePart } from '../../resolve/index.js'
import type { ValueType } from './value-type.js'

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
