import type { Fact, ProofSource, Term } from './scope.js'

/** What follows from facts: equal values, the same rows of a source, and values that are no later than others. */
export class Classes {
  readonly #parents = new Map<string, string>()
  /** By class, the classes that are no earlier. */
  readonly #later = new Map<string, Set<string>>()

  constructor(facts: Iterable<Fact>, sources: ReadonlyMap<string, ProofSource>) {
    for (const { left, right } of facts) {
      this.#find(left.name)
      this.#find(right.name)
    }
    for (const { kind, left, right } of facts) if (kind === 'equal') this.#join(left.name, right.name)
    this.#joinRows(sources)
    for (const { kind, left, right } of facts) {
      if (kind === 'equal') continue
      const from = this.#find(left.name)
      this.#later.set(from, (this.#later.get(from) ?? new Set()).add(this.#find(right.name)))
    }
  }

  areEqual(a: Term, b: Term): boolean {
    return this.#find(a.name) === this.#find(b.name)
  }

  isNotAfter(a: Term, b: Term): boolean {
    const wanted = this.#find(b.name)
    const reached = new Set([this.#find(a.name)])
    // Iteration includes what the loop adds.
    for (const one of reached) {
      if (one === wanted) return true
      for (const next of this.#later.get(one) ?? []) reached.add(next)
    }
    return false
  }

  #find(name: string): string {
    let at = name
    for (;;) {
      const parent = this.#parents.get(at)
      if (parent === undefined) this.#parents.set(at, at)
      if (parent === undefined || parent === at) return at
      at = parent
    }
  }

  #join(a: string, b: string): boolean {
    const [left, right] = [this.#find(a), this.#find(b)]
    this.#parents.set(left, right)
    return left !== right
  }

  /** Rows of a source that agree in its whole key are the same row, so they agree in every column. */
  #joinRows(sources: ReadonlyMap<string, ProofSource>): void {
    const rows = [...sources].filter(([, { key }]) => key.length > 0)
    const attributes = new Map<string, Set<number>>()
    for (const name of this.#parents.keys()) {
      const cut = name.lastIndexOf('.')
      const attno = Number(name.slice(cut + 1))
      const path = name.slice(0, cut)
      if (Number.isInteger(attno) && sources.has(path))
        attributes.set(path, (attributes.get(path) ?? new Set()).add(attno))
    }
    const mentioned = rows.filter(([path]) => attributes.has(path))
    const isSame = (a: string, b: string, key: readonly number[]): boolean =>
      key.every((attno) => this.#find(`${a}.${attno}`) === this.#find(`${b}.${attno}`))
    for (let hasGrown = true; hasGrown;) {
      hasGrown = false
      for (const [at, [a, source]] of mentioned.entries()) {
        for (const [b, other] of mentioned.slice(at + 1)) {
          if (source.schema !== other.schema || source.name !== other.name || !isSame(a, b, source.key))
            continue
          const { knownAt } = source
          const columns = [
            ...(attributes.get(a) ?? []),
            ...(attributes.get(b) ?? []),
            ...(knownAt === undefined ? [] : [knownAt]),
          ]
          for (const attno of columns) if (this.#join(`${a}.${attno}`, `${b}.${attno}`)) hasGrown = true
        }
      }
    }
  }
}
