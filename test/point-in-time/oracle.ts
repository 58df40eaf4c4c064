/** What the helpers mean, in plain TypeScript. Instants are numbers of hours. */

export interface Asked {
  readonly id: number
  readonly k: number | null
  readonly t0: number | null
  readonly doneTo: number | null
}

export interface Fact {
  readonly id: number
  readonly k: number | null
  readonly at: number | null
  readonly knownAt: number | null
  readonly v: number | null
}

export interface Meaning {
  readonly keyed: boolean
  readonly known: boolean
  /** Whether an instant belongs, by how many hours it is after the T0. */
  readonly belongs: (after: number) => boolean
}

/** The facts that a row sees, in the order of their keys. */
export const seen = (
  { k, t0 }: Asked,
  facts: readonly Fact[],
  { keyed, known, belongs }: Meaning,
): readonly Fact[] =>
  facts.filter((fact) => {
    if (keyed && (k === null || fact.k !== k)) return false
    if (t0 === null || fact.at === null || !belongs(fact.at - t0)) return false
    return !known || (fact.knownAt !== null && fact.knownAt <= t0)
  })

/** The latest of some facts, and of several at once the one whose value is greatest, NULL first, then the newest. */
export function latest(facts: readonly Fact[]): Fact | undefined {
  const rank = ({ at, v, id }: Fact): readonly number[] => [at ?? 0, v ?? Infinity, id]
  return facts.toSorted((a, b) => {
    const [x, y] = [rank(a), rank(b)]
    const differing = x.findIndex((one, at) => one !== y[at])
    return (y[differing] ?? 0) - (x[differing] ?? 0)
  })[0]
}

const valuesOf = (facts: readonly Fact[]): readonly number[] =>
  facts.flatMap(({ v }) => (v === null ? [] : [v])).toSorted((a, b) => a - b)

/** Count, greatest value, median and all values. */
export function summary(facts: readonly Fact[]): readonly (number | readonly number[] | null)[] {
  const values = valuesOf(facts)
  return [
    facts.length,
    values.at(-1) ?? null,
    values[Math.ceil(values.length / 2) - 1] ?? null,
    values.length > 0 ? values : null,
  ]
}
