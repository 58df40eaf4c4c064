export const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null)

/** Mean of the known whole numbers, null without one. The sum is exact and becomes a double only to be divided. */
export function mean(values: readonly (number | null)[]): number | null {
  const numbers = known(values)
  if (numbers.length === 0) return null
  return Number(numbers.reduce((sum, value) => sum + BigInt(value), 0n)) / numbers.length
}

/** The first of the sorted known values at or behind a share of them, null without one. */
export function percentile(share: number, values: readonly (number | null)[]): number | null {
  const sorted = known(values).toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null
}

/** The nine values that part the known ones into ten, null without one. */
export function cuts(values: readonly (number | null)[]): readonly number[] | null {
  if (known(values).length === 0) return null
  return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((share) => percentile(share, values) as number)
}

/** In which tenth a value is, 1 to 10; a value at a cut is above it. */
export const decile = (value: number | null, nine: readonly number[] | null): number | null =>
  value === null || nine === null ? null : 1 + nine.filter((cut) => cut <= value).length

export const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole
