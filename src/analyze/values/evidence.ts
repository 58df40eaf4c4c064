import type { ColumnState, EvidenceGroup } from '../../model/column-values.js'
import {
  anyValue,
  type Domain,
  exactly,
  isSame,
  onlyNull,
  onlyValue,
  recordedValues,
  type Scalar,
  setOf,
} from './domain.js'
import type { Scenario, Solver } from './solve.js'
import type { Term } from './terms.js'

/** An output column with what is proven of it alone. */
export interface Output {
  readonly name: string
  readonly term: Term
  readonly domain: Domain
}

/** A column with more values than these does not tell cases apart, and is not described value by value. */
const maxCases = 8

/** A way to tell the rows of a view apart: by what some columns are. */
interface Split {
  readonly by: readonly Output[]
  readonly cases: readonly Case[]
  /** The other columns that every case says more of than is true of all rows. */
  readonly members: readonly Output[]
}

/** What columns are in the rows of a case; of a column that is not listed no more is proven than of all rows. */
type Case = Map<Output, Domain>

/**
 * Groups of columns that are known or unknown together. Cases are told apart by a column with few values that is never
 * NULL; where none does, by two booleans; otherwise by whether the column itself is NULL. In each case of a group it is
 * proven of some column that can be NULL that it never is, or always. A group is left out if another tells the same apart.
 */
export const findEvidence = (outputs: readonly Output[], solver: Solver): readonly EvidenceGroup[] => {
  const finder = new Finder(outputs, solver)
  const single = outputs
    .filter(({ domain }) => !domain.nullable && fewValues(domain).length > 1)
    .map((by) =>
      finder.split(
        [by],
        fewValues(by.domain).map((value) => [exactly(value)]),
      ),
    )
    .filter(decidesNull)
  const groups = independent(
    single.filter((split) => !single.some((other) => replaces(other, split, single))),
  )
  const isOpen = (output: Output): boolean =>
    output.domain.nullable &&
    !groups.some(({ by, members }) => by.includes(output) || members.includes(output))
  for (const output of outputs) if (isOpen(output)) groups.push(...finder.byTwo(output, isOpen))
  for (const output of outputs) if (isOpen(output)) groups.push(...finder.byNull(output))
  const telling = groups.flatMap(({ by }) => by).filter(({ domain }) => !domain.nullable)
  return groups.map((split) => recorded(finder.withOthers(split, telling)))
}

/** A column that another group, with no more cases, already says something of does not tell cases apart itself. */
const independent = (splits: readonly Split[]): Split[] => {
  const kept: Split[] = []
  for (const split of splits.toSorted((a, b) => a.cases.length - b.cases.length))
    if (!kept.some(({ members }) => split.by.every((output) => members.includes(output)))) kept.push(split)
  return kept
}

class Finder {
  readonly #outputs: readonly Output[]
  readonly #solver: Solver
  readonly #reach: ReadonlyMap<Output, ReadonlySet<Term>>
  /** Of one column each: the same ones are asked for by several groups. */
  readonly #scenarios = new Map<Output, Map<Domain, Scenario | null>>()

  constructor(outputs: readonly Output[], solver: Solver) {
    this.#outputs = outputs
    this.#solver = solver
    this.#reach = new Map(outputs.map((output) => [output, solver.reachOf(output.term)]))
  }

  /** @param domains of the columns `by`, for each case. */
  split(by: readonly Output[], domains: readonly (readonly Domain[])[]): Split {
    const scenarios = domains.flatMap((of) => {
      const scenario = this.#under(by, of)
      return scenario === null || scenario.isImpossible([]) ? [] : [{ scenario, of }]
    })
    const cases = scenarios.map(
      ({ of }) => new Map(by.map((output, at) => [output, of[at] ?? output.domain])),
    )
    // A column that can be NULL says first whether the group is worth more proofs.
    const candidates = this.#outputs.filter(
      (output) => !by.includes(output) && by.some((one) => this.#isRelated(one, output)),
    )
    const narrowed = new Map<Output, readonly Domain[]>()
    const collect = (outputs: readonly Output[]): void => {
      for (const output of outputs) {
        const each = this.#narrowEach(
          output,
          scenarios.map(({ scenario }) => scenario),
        )
        if (each !== null) narrowed.set(output, each)
      }
    }
    collect(candidates.filter(({ domain }) => domain.nullable))
    if (narrowed.size > 0 || by.some(({ domain }) => domain.nullable))
      collect(candidates.filter(({ domain }) => !domain.nullable))
    const members = this.#outputs.filter((output) => narrowed.has(output))
    for (const member of members)
      for (const [at, one] of cases.entries()) one.set(member, narrowed.get(member)?.[at] ?? member.domain)
    return { by, cases, members }
  }

  #under(by: readonly Output[], domains: readonly Domain[]): Scenario | null {
    const [only, ...others] = by
    const [domain] = domains
    if (only !== undefined && domain !== undefined && others.length === 0) return this.#underOne(only, domain)
    return this.#solver.under(by.map(({ term }, at) => [term, domains[at] ?? anyValue]))
  }

  #underOne(output: Output, domain: Domain): Scenario | null {
    const known = this.#scenarios.get(output) ?? new Map<Domain, Scenario | null>()
    const scenario = known.get(domain)
    if (scenario !== undefined) return scenario
    const made = this.#solver.under([[output.term, domain]])
    this.#scenarios.set(output, known.set(domain, made))
    return made
  }

  /** What a column is in each of some scenarios; null if one says no more of it than is true of all rows. */
  #narrowEach(output: Output, scenarios: readonly Scenario[]): readonly Domain[] | null {
    const domains: Domain[] = []
    for (const scenario of scenarios) {
      if (output.domain.nullable && isUndecided(output, scenario)) return null
      const domain = narrow(output, scenario)
      if (isSame(domain, output.domain)) return null
      domains.push(domain)
    }
    return domains
  }

  /**
   * Adds what some case says of the columns that tell other groups apart, so that impossible combinations of cases are
   * known to be.
   */
  withOthers(split: Split, telling: readonly Output[]): Split {
    const others = telling.filter((output) => !split.by.includes(output) && !split.members.includes(output))
    const added = others.filter((output) => {
      if (!split.by.some((one) => this.#isRelated(one, output))) return false
      const narrowed = split.cases.map((one) => {
        const scenario = this.#under(
          split.by,
          split.by.map((by) => one.get(by) ?? by.domain),
        )
        return scenario === null ? output.domain : narrow(output, scenario)
      })
      if (narrowed.every((domain) => isSame(domain, output.domain))) return false
      for (const [at, one] of split.cases.entries()) one.set(output, narrowed[at] ?? output.domain)
      return true
    })
    return { ...split, members: [...split.members, ...added] }
  }

  /** The first two booleans that together decide whether a column is NULL. */
  byTwo(output: Output, isOpen: (output: Output) => boolean): readonly Split[] {
    const booleans = this.#outputs.filter(
      ({ term, domain }) => term.type === 'boolean' && !domain.nullable && fewValues(domain).length === 2,
    )
    const deciding = booleans.filter(
      (one) =>
        this.#isRelated(one, output) &&
        [true, false].some((value) => {
          const scenario = this.#underOne(one, exactly(value))
          return scenario !== null && !isUndecided(output, scenario)
        }),
    )
    for (const [at, first] of deciding.entries()) {
      for (const second of deciding.slice(at + 1)) {
        const both = [true, false].flatMap((a) => [true, false].map((b) => [exactly(a), exactly(b)]))
        const split = this.split([first, second], both)
        // What another group tells already is not told again.
        if (split.members.includes(output)) return [{ ...split, members: split.members.filter(isOpen) }]
      }
    }
    return []
  }

  byNull(output: Output): readonly Split[] {
    if (output.domain.values.kind === 'none') return []
    const split = this.split([output], [[onlyNull], [{ nullable: false, values: output.domain.values }]])
    return split.cases.length === 2 && split.members.length > 0 ? [split] : []
  }

  #isRelated(one: Output, other: Output): boolean {
    const [left, right] = [this.#reach.get(one), this.#reach.get(other)]
    return left !== undefined && right !== undefined && [...left].some((term) => right.has(term))
  }
}

/** The values of a column that has few. */
const fewValues = ({ values }: Domain): readonly Scalar[] =>
  values.kind === 'set' && values.items.size <= maxCases ? [...values.items].toSorted(inOrder) : []

/** Cases do not change places when a query is written in another way. TRUE comes first. */
const inOrder = (left: Scalar, right: Scalar): number => {
  if (typeof left === 'boolean') return left === right ? 0 : left ? -1 : 1
  return left < right ? -1 : left > right ? 1 : 0
}

/** What a column can be in a scenario, with NULL and each of its few values tried on its own. */
const narrow = ({ term, domain }: Output, scenario: Scenario): Domain => {
  const { nullable, values } = scenario.domainOf(term)
  const can = (one: Domain): boolean => !scenario.isImpossible([[term, one]])
  const isNullable = nullable && domain.nullable && can(onlyNull)
  const few = fewValues({ nullable, values })
  if (few.length > 0)
    return { nullable: isNullable, values: setOf(few.filter((value) => can(exactly(value)))) }
  return { nullable: isNullable, values: !nullable || can(anyValue) ? values : { kind: 'none' } }
}

/** Whether a column may be NULL and may have a value. */
const isUndecided = ({ term }: Output, scenario: Scenario): boolean => {
  const { nullable, values } = scenario.domainOf(term)
  const can = (one: Domain): boolean => !scenario.isImpossible([[term, one]])
  return nullable && values.kind !== 'none' && can(onlyNull) && can(anyValue)
}

/** Whether a split decides of some column that can be NULL whether it is. */
const decidesNull = ({ members }: Split): boolean => members.some(({ domain }) => domain.nullable)

/**
 * Whether one split makes another superfluous. The one that decides more columns stays; of two that decide the same, the
 * one with fewer cases.
 */
const replaces = (one: Split, other: Split, all: readonly Split[]): boolean => {
  if (one === other) return false
  const [more, fewer] = [decidesAllOf(one, other), decidesAllOf(other, one)]
  if (more && !fewer) return tells(one, other)
  if (!more || !tells(other, one)) return false
  return !tells(one, other) || all.indexOf(one) < all.indexOf(other)
}

/** Whether each case of one split is in a single case of the other. */
const tells = ({ cases }: Split, { by }: Split): boolean =>
  cases.every((one) => by.every((output) => onlyValue(one.get(output) ?? output.domain) !== undefined))

const decidesAllOf = ({ members }: Split, other: Split): boolean =>
  other.members.every((member) => members.includes(member) || !member.domain.nullable)

const recorded = ({ by, cases, members }: Split): EvidenceGroup => ({
  by: by.map(({ name }) => name),
  cases: cases.map((one) =>
    [...by, ...members].map((output) => stateOf(output.name, one.get(output) ?? output.domain)),
  ),
})

const stateOf = (name: string, domain: Domain): ColumnState => {
  const known = !domain.nullable ? 'always' : domain.values.kind === 'none' ? 'never' : 'both'
  const values = known === 'never' ? undefined : recordedValues(domain)
  return { name, known, ...(values !== undefined && { values }) }
}
