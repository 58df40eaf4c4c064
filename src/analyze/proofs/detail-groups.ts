import { notTrue, onlyTrue, rangeOf } from '../values/domain.js'
import type { Group } from '../values/instances.js'
import { type Reading, solvable } from '../values/reading.js'
import { type Scenario, Solver, valuesIn } from '../values/solve.js'
import type { Term } from '../values/terms.js'
import { truth, truthsOf } from '../values/truth.js'

/** More kinds of rows than these are not told apart: then the counts of a group stay without relation. */
const maxKinds = 400

type Extreme = Group['extremes'][number]

/** A condition on the rows of a group, with the number of rows for which it is TRUE. */
interface Count {
  readonly condition: Term
  readonly count: Term
}

/**
 * What the aggregates of groups say of each other, as conditions that are TRUE. The rows of a group are sorted into kinds by
 * which of the counted conditions are TRUE of them, where that can be: a count is the sum of its kinds. MAX reaches a number
 * exactly if a row is counted whose argument does.
 *
 * @param about terms of which something is asked. Aggregates that they do not depend on are left out.
 */
export const detailGroups = (reading: Reading, about: readonly Term[]): readonly Term[] => {
  const used = new Set(about.flatMap((term) => [...valuesIn(term)]))
  const details: Term[] = []
  for (const group of reading.groups) {
    const extremes = [...new Map(group.extremes.map((extreme) => [extreme.value, extreme])).values()].filter(
      ({ value, argument }) => used.has(value) && argument.type === 'integer',
    )
    const reached = extremes.map((extreme) => reachedNumbers(extreme, about, reading))
    const counted = [...group.counts]
      .map(([condition, count]): Count => ({ condition, count }))
      .filter(
        ({ condition, count }) => used.has(count) || extremes.some((one) => one.condition === condition),
      )
    const counts = [...counted, ...reached.flat().map(({ counted: one }) => one)]
    if (counts.length === 0) continue
    const orders = orderExtremes(extremes, reading, new Solver(solvable(reading, group.row.place)))
    // All terms that the rows are asked about are there now.
    const rows = new Solver(solvable(reading, group.row.place))
    const found = [
      ...sumsOfKinds(counts, rows, reading),
      ...reached.flat().map(({ isReached }) => isReached),
      ...orders.flatMap(({ always, follows }) => (cannotFail(always, rows) ? [follows] : [])),
    ]
    // On the missing side of an outer join there is no group.
    const isMissing = group.guard.map((one) => reading.make.not(one))
    details.push(...found.map((one) => reading.make.any([...isMissing, one])))
  }
  return details
}

/** For a MAX, the numbers that it is compared with: it is at least that number exactly if some row is. */
const reachedNumbers = (
  { kind, value, argument, condition }: Extreme,
  about: readonly Term[],
  { make, terms }: Reading,
): readonly { readonly counted: Count; readonly isReached: Term }[] => {
  const operator = kind === 'max' ? '>=' : '<='
  return [...comparedNumbers(value, about, kind)].map((number) => {
    const limit = make.constant(number, 'integer')
    const counted: Count = {
      condition: make.all([condition, make.isTrue(make.compare(operator, argument, limit))]),
      count: make.atom('integer', { nullable: false, values: rangeOf(0, Infinity) }, terms.freshKey()),
    }
    const reaches = make.isTrue(make.compare(operator, value, limit))
    const some = make.compare('>=', counted.count, make.constant(1, 'integer'))
    const same = make.any([make.all([reaches, some]), make.all([make.not(reaches), make.not(some)])])
    return { counted, isReached: same }
  })
}

/** The numbers at which a comparison of a value changes its result; just above them, for a maximum. */
const comparedNumbers = (value: Term, about: readonly Term[], kind: Extreme['kind']): ReadonlySet<number> => {
  const numbers = new Set<number>()
  const seen = new Set<Term>()
  const visit = (term: Term): void => {
    if (seen.has(term)) return
    seen.add(term)
    if (term.kind === 'compare' && term.parts.some((part) => valuesIn(part).has(value)))
      for (const part of term.parts)
        if (part.kind === 'constant' && typeof part.value === 'number') {
          numbers.add(part.value)
          numbers.add(part.value + (kind === 'max' ? 1 : -1))
        }
    term.parts.forEach(visit)
  }
  about.forEach(visit)
  return numbers
}

/** An order between two extremes, and the condition on each row that it follows from. */
interface Order {
  readonly always: Term
  readonly follows: Term
}

/** What is reached in some rows is no more than MAX over more rows, and no less than MIN over them. */
const orderExtremes = (extremes: readonly Extreme[], { make }: Reading, rows: Solver): readonly Order[] =>
  extremes.flatMap((one) => {
    const counted = rows.under([[one.condition, onlyTrue]])
    return extremes.flatMap((other): readonly Order[] => {
      if (one === other) return []
      const operator = other.kind === 'max' ? '<=' : '>='
      const compared = (a: Term, b: Term): Term => make.isTrue(make.compare(operator, a, b))
      const isSame = chosen(one.argument, counted) === chosen(other.argument, counted)
      const counts = isSame
        ? other.condition
        : make.all([other.condition, compared(one.argument, other.argument)])
      return [
        {
          always: make.any([make.not(one.condition), counts]),
          follows: make.any([make.isNull(one.value), compared(one.value, other.value)]),
        },
      ]
    })
  })

/** What a CASE gives in some rows, if its conditions are decided there. */
const chosen = (term: Term, rows: Scenario | null): Term => {
  if (term.kind !== 'case' || rows === null) return term
  for (let at = 0; at + 1 < term.parts.length; at += 2) {
    const [when, then] = [term.parts[at], term.parts[at + 1]]
    if (when === undefined || then === undefined) return term
    const truths = truthsOf(rows.domainOf(when))
    if (truths === truth.true) return chosen(then, rows)
    if ((truths & truth.true) !== 0) return term
  }
  const otherwise = term.parts.at(-1)
  return otherwise === undefined ? term : chosen(otherwise, rows)
}

const cannotFail = (condition: Term, rows: Solver): boolean => rows.isImpossible([[condition, notTrue]])

/** Each count is the sum of the kinds of rows that it counts. */
const sumsOfKinds = (counts: readonly Count[], rows: Solver, { make, terms }: Reading): readonly Term[] => {
  const kinds = kindsOfRows(
    counts.map(({ condition }) => condition),
    rows,
  )
  if (kinds === null) return []
  const numbers = kinds.map(() =>
    make.atom('integer', { nullable: false, values: rangeOf(0, Infinity) }, terms.freshKey()),
  )
  return counts.map(({ condition, count }) => {
    const parts = numbers.filter((_, at) => kinds[at]?.has(condition))
    const sum = parts.reduce((total, part) => make.arithmetic('+', total, part), make.constant(0, 'integer'))
    return make.compare('=', count, sum)
  })
}

/** The sets of conditions that are TRUE of a row together; null if there are too many. */
const kindsOfRows = (conditions: readonly Term[], rows: Solver): readonly ReadonlySet<Term>[] | null => {
  const distinct = [...new Set(conditions)]
  const kinds: ReadonlySet<Term>[] = []
  const visit = (at: number, scenario: Scenario | null, isTrue: ReadonlySet<Term>): boolean => {
    if (scenario === null || scenario.isImpossible([])) return true
    const condition = distinct[at]
    if (condition === undefined) {
      kinds.push(isTrue)
      return kinds.length <= maxKinds
    }
    return (
      visit(at + 1, scenario.with([[condition, onlyTrue]]), new Set([...isTrue, condition])) &&
      visit(at + 1, scenario.with([[condition, notTrue]]), isTrue)
    )
  }
  return visit(0, rows.under([]), new Set()) ? kinds : null
}
