/**
 * Each value repeated by its weight, so that a uniform pick from the result is a weighted pick.
 * `weighted([['a', 3], ['b', 1]])` is `['a', 'a', 'a', 'b']`.
 */
export function weighted<T>(weights: readonly (readonly [value: T, weight: number])[]): readonly T[] {
  return weights.flatMap(([value, weight]) => Array.from({ length: weight }, () => value))
}
