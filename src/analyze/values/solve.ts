import {
  anyValue,
  boundsOf,
  type Domain,
  exactly,
  isEmpty,
  isSame,
  isWithin,
  meet,
  onlyNull,
  onlyTrue,
  rangeOf,
} from './domain.js'
import type { Assumption, Link, Problem } from './problem.js'
import { type Knowledge, revise } from './revise.js'
import type { Term } from './terms.js'
import { domainOfTruths, truth, truthsOf } from './truth.js'

/** Steps after which propagation stops drawing conclusions. What is not concluded stays possible. */
const maxSteps = 20_000
/** Conditions that a refutation supposes before it gives up. */
const maxSplits = 200

/** Rows that are kept as answers to later questions. */
const maxWitnesses = 64

/** What cannot be. One for all: it is thrown often, and its stack is of no use. */
const contradiction = new Error('no row fulfills this')

/** Terms and links whose conclusions are to be drawn, each once, by number. */
class Agenda {
  readonly #isWaiting: Uint8Array
  /** A ring: all of them fit in, as each waits once. */
  readonly #waiting: Int32Array
  #next = 0
  #count = 0

  constructor(steps: number) {
    this.#isWaiting = new Uint8Array(steps)
    this.#waiting = new Int32Array(steps)
  }

  add(step: number): void {
    if (this.#isWaiting[step] === 1) return
    this.#isWaiting[step] = 1
    const end = this.#next + this.#count
    const size = this.#waiting.length
    this.#waiting[end < size ? end : end - size] = step
    this.#count += 1
  }

  /** The one that waits longest; undefined if none does. */
  take(): number | undefined {
    if (this.#count === 0) return undefined
    const step = this.#waiting[this.#next] ?? 0
    this.#next = this.#next + 1 < this.#waiting.length ? this.#next + 1 : 0
    this.#count -= 1
    this.#isWaiting[step] = 0
    return step
  }

  clear(): void {
    while (this.take() !== undefined);
  }
}

/** What is known of all terms, which grows by assumptions. */
class Known implements Knowledge {
  readonly #solver: Solver
  readonly #domains: Domain[]

  constructor(solver: Solver, domains: readonly Domain[]) {
    this.#solver = solver
    this.#domains = domains.slice()
  }

  get(term: Term): Domain {
    return this.#domains[term.id] ?? term.domain
  }

  narrow(term: Term, to: Domain): void {
    const before = this.get(term)
    if (before === to) return
    const after = meet(before, to)
    if (after === before || isSame(before, after)) return
    if (isEmpty(after)) throw contradiction
    this.#domains[term.id] = after
    this.#solver.changed(term)
  }

  /** Whether it is known that some assumptions hold. */
  fulfills(assumptions: readonly Assumption[]): boolean {
    for (const [term, domain] of assumptions) if (!isWithin(this.get(term), domain)) return false
    return true
  }

  /** Also with some assumptions; null if they contradict what is known. Itself if they are known. */
  with(assumptions: readonly Assumption[]): Known | null {
    if (this.fulfills(assumptions)) return this
    const more = new Known(this.#solver, this.#domains)
    return this.#solver.concludes(() => {
      for (const [term, domain] of assumptions) more.narrow(term, domain)
    }, more)
      ? more
      : null
  }
}

/** The terms that a link is between. */
const endsOf = (link: Link): readonly Term[] =>
  link.kind === 'atMost' ? [link.left, link.right] : [link.value, link.count]

const reviseLink = (link: Link, know: Knowledge): void => {
  if (link.kind === 'atMost') {
    know.narrow(link.left, {
      nullable: false,
      values: rangeOf(-Infinity, boundsOf(know.get(link.right).values).max),
    })
    know.narrow(link.right, {
      nullable: false,
      values: rangeOf(boundsOf(know.get(link.left).values).min, Infinity),
    })
    return
  }
  const { value, count } = link
  if (!know.get(value).nullable) know.narrow(count, { nullable: false, values: rangeOf(1, Infinity) })
  if (know.get(value).values.kind === 'none') know.narrow(count, exactly(0))
  const { min, max } = boundsOf(know.get(count).values)
  if (min > 0) know.narrow(value, anyValue)
  if (max === 0) know.narrow(value, onlyNull)
}

/** Answers what the terms of a problem can be. */
export class Solver {
  readonly #terms: readonly Term[]
  readonly #links: readonly Link[]
  /** What has conclusions to draw from a change of a term, by the number of the term. */
  readonly #affected: readonly number[][]
  readonly #linksOf = new Map<Term, Link[]>()
  /** There is one for all that is known, because conclusions are drawn from one thing at a time. */
  readonly #agenda: Agenda
  readonly #axiomsOf = new Map<Term, Term[]>()
  readonly #booleansIn = new Map<Term, readonly Term[]>()
  readonly #witnesses: Known[] = []
  readonly #root: Known | null

  constructor({ terms, axioms, links, bounds }: Omit<Problem, 'columns'>) {
    // Terms that are made later are of no concern here.
    this.#terms = terms.all.slice()
    this.#links = links
    this.#agenda = new Agenda(this.#terms.length + links.length)
    this.#affected = this.#terms.map(({ id }) => [id])
    for (const term of this.#terms) for (const part of term.parts) this.#affected[part.id]?.push(term.id)
    for (const [at, link] of links.entries())
      for (const end of endsOf(link)) {
        this.#affected[end.id]?.push(this.#terms.length + at)
        this.#linksOf.set(end, [...(this.#linksOf.get(end) ?? []), link])
      }
    for (const axiom of axioms)
      for (const value of valuesIn(axiom))
        this.#axiomsOf.set(value, [...(this.#axiomsOf.get(value) ?? []), axiom])
    const known = new Known(
      this,
      this.#terms.map(({ domain }) => domain),
    )
    const everything = (): void => {
      for (let step = 0; step < this.#terms.length + links.length; step += 1) this.#agenda.add(step)
    }
    const given = [...axioms.map((axiom) => [axiom, onlyTrue] as const), ...bounds]
    this.#root = this.concludes(everything, known) ? known.with(given) : null
  }

  /** What is known of a term has changed. */
  changed({ id }: Term): void {
    const affected = this.#affected[id]
    if (affected !== undefined) for (const step of affected) this.#agenda.add(step)
  }

  /**
   * Draws all conclusions from a change of what is known, at most for a number of steps.
   *
   * @returns false if there is a contradiction. What is known is of no use then.
   */
  concludes(change: () => void, known: Known): boolean {
    try {
      change()
      for (let steps = 0; steps < maxSteps; steps += 1) {
        const step = this.#agenda.take()
        if (step === undefined) break
        const term = this.#terms[step]
        if (term !== undefined) revise(term, known)
        else this.#reviseLink(step - this.#terms.length, known)
      }
      return true
    } catch (error) {
      if (error !== contradiction) throw error
      return false
    } finally {
      this.#agenda.clear()
    }
  }

  #reviseLink(at: number, known: Known): void {
    const link = this.#links[at]
    if (link !== undefined) reviseLink(link, known)
  }

  /** The values that a term depends on or that are linked with them: terms without any in common tell nothing of each other. */
  reachOf(term: Term): ReadonlySet<Term> {
    const found = new Set<Term>()
    const waiting = [term]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (found.has(at)) continue
      found.add(at)
      waiting.push(...at.parts, ...(this.#axiomsOf.get(at) ?? []))
      for (const link of this.#linksOf.get(at) ?? []) waiting.push(...endsOf(link))
    }
    return new Set([...found].filter(isValue))
  }

  /** What holds in rows that fulfill some assumptions; null if there are none. */
  under(assumptions: readonly Assumption[]): Scenario | null {
    const known = this.#root?.with(assumptions) ?? null
    return known === null ? null : new Scenario(this, known, assumptions)
  }

  /** The boolean terms that some terms are made of, outermost first. */
  booleansOf(terms: readonly Term[]): readonly Term[] {
    const [only, ...others] = terms
    if (only !== undefined && others.length === 0) return this.#booleansOf(only)
    return [...new Set(terms.flatMap((term) => this.#booleansOf(term)))]
  }

  #booleansOf(term: Term): readonly Term[] {
    const known = this.#booleansIn.get(term) ?? booleansOf(term)
    this.#booleansIn.set(term, known)
    return known
  }

  /**
   * Whether rows that an earlier question came upon fulfill some assumptions. The search for a proof would end at such
   * rows too: all conclusions are drawn in them, and every condition that it would suppose is decided.
   */
  isWitnessed(assumptions: readonly Assumption[]): boolean {
    for (let at = 0; at < this.#witnesses.length; at += 1) {
      const rows = this.#witnesses[at]
      const decided = rows?.fulfills(assumptions) ? this.#decided(rows, assumptions) : null
      if (decided === null) continue
      // The next question is probably about the same rows.
      this.#witnesses.splice(at, 1)
      this.#witnesses.unshift(decided)
      return true
    }
    return false
  }

  /** Some of these rows for which every condition in the terms of some assumptions is decided; null if none are found. */
  #decided(rows: Known, assumptions: readonly Assumption[]): Known | null {
    let some = rows
    for (const [term] of assumptions)
      for (const one of this.#booleansOf(term)) {
        const bits = truthsOf(some.get(one))
        if (!isOpen(bits)) continue
        const more = some.with([[one, onlyTrue]]) ?? some.with([[one, domainOfTruths(bits & ~truth.true)]])
        if (more === null) return null
        some = more
      }
    return some
  }

  /** Keeps rows that a search for a proof ended at, for later questions. */
  keepWitness(rows: Known): void {
    this.#witnesses.unshift(rows)
    if (this.#witnesses.length > maxWitnesses) this.#witnesses.pop()
  }

  /** What a term can be, under assumptions; null if no row fulfills them. */
  domainOf(term: Term, assumptions: readonly Assumption[] = []): Domain | null {
    return this.under(assumptions)?.domainOf(term) ?? null
  }

  /**
   * Whether no row fulfills some assumptions. True is proven; false may also mean that no proof was found within a fixed
   * number of steps.
   */
  isImpossible(assumptions: readonly Assumption[]): boolean {
    return this.under(assumptions)?.isImpossible([]) ?? true
  }
}

/** Rows that fulfill some assumptions. */
export class Scenario {
  readonly #solver: Solver
  readonly #known: Known
  readonly #assumptions: readonly Assumption[]

  constructor(solver: Solver, known: Known, assumptions: readonly Assumption[]) {
    this.#solver = solver
    this.#known = known
    this.#assumptions = assumptions
  }

  domainOf(term: Term): Domain {
    return this.#known.get(term)
  }

  /** Such rows that also fulfill some more assumptions; null if there are none. */
  with(more: readonly Assumption[]): Scenario | null {
    const known = this.#known.with(more)
    return known === null ? null : new Scenario(this.#solver, known, [...this.#assumptions, ...more])
  }

  /** Whether no such row fulfills some more assumptions, as `Solver.isImpossible` says it. */
  isImpossible(more: readonly Assumption[]): boolean {
    const assumptions = [...more, ...this.#assumptions]
    if (this.#solver.isWitnessed(assumptions)) return false
    const cone = this.#solver.booleansOf(assumptions.map(([term]) => term))
    let splits = 0
    const refute = (known: Known | null): boolean => {
      if (known === null) return true
      const open = cone.find((term) => isOpen(truthsOf(known.get(term))))
      if (open === undefined) this.#solver.keepWitness(known)
      if (open === undefined || splits >= maxSplits) return false
      splits += 1
      const others = truthsOf(known.get(open)) & ~truth.true
      return refute(known.with([[open, domainOfTruths(others)]])) && refute(known.with([[open, onlyTrue]]))
    }
    return refute(more.length === 0 ? this.#known : this.#known.with(more))
  }
}

/** Whether a term is a value of which other terms are made. */
const isValue = ({ kind }: Term): boolean => kind === 'atom' || kind === 'call'

/** The values that a term is made of. */
export const valuesIn = (term: Term, found = new Set<Term>()): ReadonlySet<Term> => {
  if (isValue(term)) found.add(term)
  for (const part of term.parts) valuesIn(part, found)
  return found
}

/** TRUE and something else. */
const isOpen = (bits: number): boolean => (bits & truth.true) !== 0 && bits !== truth.true

/** The boolean terms that a term is made of, outermost first. */
const booleansOf = (whole: Term): readonly Term[] => {
  const found = new Set<Term>()
  const visit = (term: Term): void => {
    if (found.has(term)) return
    found.add(term)
    term.parts.forEach(visit)
  }
  visit(whole)
  return [...found].filter(({ type }) => type === 'boolean')
}
