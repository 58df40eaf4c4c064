/** How a type compares to another: it can hold more values, fewer, or others. */
export type TypeChange = 'same' | 'wider' | 'narrower' | 'other'

/** Each type holds every value of the types before it. */
const CHAINS: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'numeric'],
  ['real', 'double precision'],
  ['character varying', 'text'],
  ['date', 'timestamp without time zone'],
]

interface Parsed {
  readonly name: string
  /** Numbers in brackets, such as a length. */
  readonly limits: readonly number[]
  readonly rest: string
}

function parse(type: string): Parsed {
  const found = /^([a-z ]+?)(?:\(([\d,]+)\))?((?:\[\]| COLLATE .*)*)$/.exec(type)
  if (!found) return { name: type, limits: [], rest: '' }
  const [, name = type, limits = '', rest = ''] = found
  return { name, limits: limits.split(',').filter(Boolean).map(Number), rest }
}

/** How the second type compares to the first, as `format_type` prints them. Types of a user are only the same or other. */
export function compareTypes(before: string, after: string): TypeChange {
  if (before === after) return 'same'
  const [old, now] = [parse(before), parse(after)]
  if (old.rest !== now.rest) return 'other'
  if (old.name === now.name) return compareLimits(old.limits, now.limits)
  const chain = CHAINS.find((types) => types.includes(old.name) && types.includes(now.name))
  if (!chain) return 'other'
  const isWider = chain.indexOf(now.name) > chain.indexOf(old.name)
  // A limit on the wider side may cut values off.
  if ((isWider ? now : old).limits.length > 0) return 'other'
  return isWider ? 'wider' : 'narrower'
}

/** No limit is wider than any. Of `numeric`, the digits before and after the point count. */
function compareLimits(before: readonly number[], after: readonly number[]): TypeChange {
  if (after.length === 0) return 'wider'
  if (before.length === 0) return 'narrower'
  const parts = (limits: readonly number[]): readonly number[] => {
    const [all = 0, scale = 0] = limits
    return [all - scale, scale]
  }
  const [old, now] = [parts(before), parts(after)]
  if (now.every((part, at) => part >= (old[at] ?? 0))) return 'wider'
  return now.every((part, at) => part <= (old[at] ?? 0)) ? 'narrower' : 'other'
}
