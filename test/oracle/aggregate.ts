const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)

/** The largest known value, null when there is none. */
export function max(values: readonly (number | null)[]): number | null {
  return known(values).reduce<number | null>((best, v) => (best === null || v > best ? v : best), null)
}

/** The smallest known value, null when there is none. */
export function min(values: readonly (number | null)[]): number | null {
  return known(values).reduce<number | null>((best, v) => (best === null || v < best ? v : best), null)
}

/**
 * The mean of the known values, null when there is none. The sum is exact, so that the order of rows cannot show
 * in the last bit; it becomes a double only to be divided.
 */
export function mean(values: readonly (number | null)[]): number | null {
  const numbers = known(values)
  if (numbers.length === 0) return null
  const sum = numbers.reduce((total, value) => total + BigInt(value), 0n)
  return Number(sum) / numbers.length
}
