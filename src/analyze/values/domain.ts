import type { ColumnValues } from '../../model/column-values.js'

/** A value that a domain can list: an integer that JavaScript represents exactly, a text or a boolean. */
export type Scalar = number | string | boolean

/** The values that an expression can have when it is not NULL. */
export type Values =
  | { readonly kind: 'none' }
  /** One to `maxItems` values of one type. */
  | { readonly kind: 'set'; readonly items: ReadonlySet<Scalar> }
  /** Integers from `min` to `max`, both included; infinite where there is no bound. */
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'any' }

/**
 * An abstract value: an expression is NULL only if `nullable`, and otherwise one of `values`. It may describe more than
 * the expression can have, and never less.
 */
export interface Domain {
  readonly nullable: boolean
  readonly values: Values
}

/** More values than these are described by a range, or not at all. */
const maxItems = 40

/** No value at all. */
export const noValues: Values = { kind: 'none' }
const anyValues: Values = { kind: 'any' }

/** The sets of booleans. There are no others, so that most domains can be compared by identity. */
export const trueValue: Values = { kind: 'set', items: new Set([true]) }
export const falseValue: Values = { kind: 'set', items: new Set([false]) }
export const eitherValue: Values = { kind: 'set', items: new Set([true, false]) }

/** Anything, or NULL. */
export const anything: Domain = { nullable: true, values: anyValues }
/** Anything but NULL. */
export const anyValue: Domain = { nullable: false, values: anyValues }
/** Neither NULL nor any value. */
export const nothing: Domain = { nullable: false, values: noValues }
/** NULL and nothing else. */
export const onlyNull: Domain = { nullable: true, values: noValues }
/** A boolean that is not NULL. */
export const eitherWay: Domain = { nullable: false, values: setOf([true, false]) }
/** TRUE, and neither FALSE nor NULL. */
export const onlyTrue: Domain = { nullable: false, values: setOf([true]) }
/** FALSE, and neither TRUE nor NULL. */
const onlyFalse: Domain = { nullable: false, values: setOf([false]) }
/** FALSE or NULL. */
export const notTrue: Domain = { nullable: true, values: setOf([false]) }

/** The values of a list. */
export function setOf(items: Iterable<Scalar>): Values {
  return asValues(new Set(items))
}

/** @param set not changed any more. */
function asValues(set: ReadonlySet<Scalar>): Values {
  if (set.size === 0) return noValues
  if (set.size <= 2) {
    const [isTrue, isFalse] = [set.has(true), set.has(false)]
    if (isTrue && isFalse) return eitherValue
    if (set.size === 1 && (isTrue || isFalse)) return isTrue ? trueValue : falseValue
  }
  if (set.size <= maxItems) return { kind: 'set', items: set }
  const numbers = [...set].filter((item) => typeof item === 'number')
  return numbers.length === set.size ? rangeOf(Math.min(...numbers), Math.max(...numbers)) : { kind: 'any' }
}

/** The integers between two bounds. */
export function rangeOf(min: number, max: number): Values {
  if (min > max) return noValues
  return min === max ? { kind: 'set', items: new Set([min]) } : { kind: 'range', min, max }
}

/** A domain of one value. The domains of booleans are always the same objects. */
export const exactly = (value: Scalar): Domain =>
  value === true ? onlyTrue : value === false ? onlyFalse : { nullable: false, values: setOf([value]) }

/** Neither NULL nor any value: no row has it. */
export const isEmpty = ({ nullable, values }: Domain): boolean => !nullable && values.kind === 'none'

/** Whether a value is among others. */
export const hasValue = (values: Values, value: Scalar): boolean => {
  switch (values.kind) {
    case 'none':
      return false
    case 'any':
      return true
    case 'set':
      return values.items.has(value)
    case 'range':
      return typeof value === 'number' && value >= values.min && value <= values.max
  }
}

/** In a loop: asked of most values that are narrowed, and most are not narrowed by it. */
const areAmong = (items: ReadonlySet<Scalar>, values: Values): boolean => {
  for (const item of items) if (!hasValue(values, item)) return false
  return true
}

const everyInteger = { min: -Infinity, max: Infinity } as const

/** The smallest and the largest integer among values; all integers for values without bounds. */
export const boundsOf = (values: Values): { readonly min: number; readonly max: number } => {
  if (values.kind === 'range') return values
  if (values.kind !== 'set') return everyInteger
  let min = Infinity
  let max = -Infinity
  for (const item of values.items) {
    if (typeof item !== 'number') continue
    min = Math.min(min, item)
    max = Math.max(max, item)
  }
  return min > max ? everyInteger : { min, max }
}

/** The values that are among both; the left ones themselves if the right ones take nothing away. */
export const meetValues = (left: Values, right: Values): Values => {
  if (left === right || right.kind === 'any' || left.kind === 'none') return left
  if (left.kind === 'any' || right.kind === 'none') return right
  if (left.kind === 'set') {
    if (areAmong(left.items, right)) return left
    if (left === eitherValue && (right === trueValue || right === falseValue)) return right
    return itemsAmong(left.items, right)
  }
  if (right.kind === 'set') return areAmong(right.items, left) ? right : itemsAmong(right.items, left)
  const min = Math.max(left.min, right.min)
  const max = Math.min(left.max, right.max)
  return min === left.min && max === left.max ? left : rangeOf(min, max)
}

const itemsAmong = (items: ReadonlySet<Scalar>, values: Values): Values => {
  const among = new Set<Scalar>()
  for (const item of items) if (hasValue(values, item)) among.add(item)
  return asValues(among)
}

/** Whether any value is among both, which is told without making the values that are. */
export const canMeetValues = (left: Values, right: Values): boolean => {
  if (left.kind === 'none' || right.kind === 'none') return false
  if (left === right || left.kind === 'any' || right.kind === 'any') return true
  if (left.kind === 'set') return isAnyAmong(left.items, right)
  if (right.kind === 'set') return isAnyAmong(right.items, left)
  return Math.max(left.min, right.min) <= Math.min(left.max, right.max)
}

const isAnyAmong = (items: ReadonlySet<Scalar>, values: Values): boolean => {
  for (const item of items) if (hasValue(values, item)) return true
  return false
}

/** Whether anything, a value or NULL, is in both domains. */
export const canMeet = (left: Domain, right: Domain): boolean =>
  (left.nullable && right.nullable) || canMeetValues(left.values, right.values)

/** The values that are among either; the left ones themselves if the right ones add nothing. */
export const joinValues = (left: Values, right: Values): Values => {
  if (left === right) return left
  if (left.kind === 'none' || right.kind === 'any') return right
  if (right.kind === 'none' || left.kind === 'any') return left
  if (left.kind === 'set' && right.kind === 'set')
    return areAmong(right.items, left) ? left : setOf([...left.items, ...right.items])
  if (!isIntegers(left) || !isIntegers(right)) return anyValues
  const [a, b] = [boundsOf(left), boundsOf(right)]
  return rangeOf(Math.min(a.min, b.min), Math.max(a.max, b.max))
}

const isIntegers = (values: Values): boolean =>
  values.kind === 'range' ||
  (values.kind === 'set' && [...values.items].every((item) => typeof item === 'number'))

/** What is in both domains; the left one itself if the right one takes nothing away. */
export const meet = (left: Domain, right: Domain): Domain => {
  const nullable = left.nullable && right.nullable
  const values = meetValues(left.values, right.values)
  return nullable === left.nullable && values === left.values ? left : { nullable, values }
}

/** Whether all of a domain is in another one. */
export const isWithin = (one: Domain, other: Domain): boolean =>
  one === other || ((other.nullable || !one.nullable) && areWithin(one.values, other.values))

/** Whether `meetValues` gives the left values themselves. */
const areWithin = (left: Values, right: Values): boolean => {
  if (left === right || left.kind === 'none' || right.kind === 'any') return true
  if (left.kind === 'set') return areAmong(left.items, right)
  if (left.kind !== 'range' || right.kind !== 'range') return false
  return left.min >= right.min && left.max <= right.max
}

/** What is in either domain; the left one itself if the right one adds nothing. */
export const join = (left: Domain, right: Domain): Domain => {
  const nullable = left.nullable || right.nullable
  const values = joinValues(left.values, right.values)
  return nullable === left.nullable && values === left.values ? left : { nullable, values }
}

/** What is in any of several domains; nothing for none. */
export const joinAll = (domains: Iterable<Domain>): Domain => {
  let all = nothing
  for (const domain of domains) all = join(all, domain)
  return all
}

/** Whether two domains are the same. */
export const isSame = (left: Domain, right: Domain): boolean =>
  left === right || (left.nullable === right.nullable && sameValues(left.values, right.values))

const sameValues = (left: Values, right: Values): boolean => {
  if (left.kind === 'set' && right.kind === 'set')
    return left.items.size === right.items.size && areAmong(left.items, right)
  if (left.kind === 'range' && right.kind === 'range') return left.min === right.min && left.max === right.max
  return left.kind === right.kind
}

/** The single value that a domain consists of; undefined if there are several, or NULL is in it. */
export const onlyValue = ({ nullable, values }: Domain): Scalar | undefined =>
  !nullable && values.kind === 'set' && values.items.size === 1 ? [...values.items][0] : undefined

/** The values of a column, as they are recorded. */
export const valuesOf = (recorded: ColumnValues | undefined): Values => {
  if (recorded === undefined) return anyValues
  return 'oneOf' in recorded
    ? setOf(recorded.oneOf)
    : rangeOf(recorded.min ?? -Infinity, recorded.max ?? Infinity)
}

/** The values of a column, to be recorded; undefined if nothing is known of them. */
export const recordedValues = ({ values }: Domain): ColumnValues | undefined => {
  switch (values.kind) {
    case 'set':
      // Every boolean is TRUE or FALSE.
      if (values.items.has(true) && values.items.has(false)) return undefined
      return { oneOf: [...values.items].toSorted(inOrder) }
    case 'range': {
      const min = Number.isFinite(values.min) ? values.min : null
      const max = Number.isFinite(values.max) ? values.max : null
      return min === null && max === null ? undefined : { min, max }
    }
    case 'none':
      return { oneOf: [] }
    case 'any':
      return undefined
  }
}

const inOrder = (left: Scalar, right: Scalar): number => (left < right ? -1 : left > right ? 1 : 0)
