/** The scope that a reference with this many levels up means; null when there are not so many. */
export const scopeUp = <S extends { readonly outer: S | null }>(scope: S, levelsUp: number): S | null => {
  let at: S | null = scope
  for (let level = 0; level < levelsUp && at !== null; level += 1) at = at.outer
  return at
}
