import { Classes } from './classes.js'
import { equal, isNotAfter } from './facts.js'
import { type Fact, isInside, type ProofScope, type ProofSource, type Term } from './scope.js'
import { ANCHOR, anchorColumn, columnTerm, T0 } from './terms.js'

/**
 * What holds of the rows that decide about one row of the entrypoint, whose T0 is a constant here. It is never changed.
 */
export class Environment {
  readonly #facts: ReadonlySet<Fact>
  readonly #rows: ReadonlyMap<string, ProofSource>
  #classes: Classes | undefined

  /** @param rows items of FROM that are sources, by path. */
  constructor(rows: ReadonlyMap<string, ProofSource>, facts: Iterable<Fact> = []) {
    this.#rows = rows
    this.#facts = new Set(facts)
  }

  with(facts: readonly Fact[]): Environment {
    return facts.every((fact) => this.#facts.has(fact))
      ? this
      : new Environment(this.#rows, [...this.#facts, ...facts])
  }

  /**
   * What still holds of other rows of a query that agree with the one that is looked at in some values only: what is said
   * of these values and of rows that are not of the query.
   */
  keep(shared: readonly Term[], scope: ProofScope): Environment {
    const isOutside = ({ paths }: Term): boolean => !paths.some((path) => isInside(path, scope))
    const facts = [...this.#facts]
    const outside = facts.filter(({ left, right }) => isOutside(left) && isOutside(right))
    const inside = shared.filter((term) => !isOutside(term))
    if (inside.length === 0) return new Environment(this.#rows, outside)
    // What is known of a shared value may have been said of one that is equal to it.
    const terms = [T0, ...facts.flatMap(({ left, right }) => [left, right]).filter(isOutside), ...inside]
    const about = [...new Map(terms.map((term) => [term.name, term])).values()]
    const implied = inside.flatMap((term) =>
      about.flatMap((other): readonly Fact[] => {
        if (other.name === term.name) return []
        if (this.#known.areEqual(term, other)) return [equal(term, other)]
        return this.#known.isNotAfter(term, other) ? [isNotAfter(term, other)] : []
      }),
    )
    return new Environment(this.#rows, [...outside, ...implied])
  }

  /** Where nothing is known. */
  nothing(): Environment {
    return new Environment(this.#rows)
  }

  /** Whether a value is certainly no later than the T0. */
  isByT0(term: Term): boolean {
    return this.#known.isNotAfter(term, T0)
  }

  /** Whether the row of a source at a path is the one that has the T0. */
  isAnchor(path: string, { schema, name, key }: ProofSource): boolean {
    const anchor = this.#rows.get(ANCHOR)
    if (anchor?.schema !== schema || anchor.name !== name || key.length === 0) return false
    return key.every((attno) => this.#known.areEqual(columnTerm(path, attno), anchorColumn(attno)))
  }

  /** The facts are looked into when something is asked, as most places ask nothing. */
  get #known(): Classes {
    this.#classes ??= new Classes(this.#facts, this.#rows)
    return this.#classes
  }
}
