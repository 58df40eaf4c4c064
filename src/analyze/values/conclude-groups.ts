import { notTrue, onlyTrue, rangeOf } from './domain.js'
import type { Group } from './instances.js'
import { type Reading, solvable } from './reading.js'
import { type Scenario, Solver, valuesIn } from './solve.js'
import type { Term } from './terms.js'
import { truth, truthsOf } from './truth.js'

/** What the rows of groups say of their aggregates. Inner groups come after those that they are read by. */
export const concludeGroups = (groups: readonly Group[], reading: Reading): void => {
  for (const group of groups.toReversed()) {
    if (reading.concluded.has(group)) continue
    reading.concluded.add(group)
    const solver = new Solver(solvable(reading, group.row.place))
    supposeSpreads(group, reading)
    for (const { value, argument, condition } of group.extremes) {
      const values = solver.domainOf(argument, [[condition, onlyTrue]])?.values ?? { kind: 'none' }
      reading.bounds.push([value, { nullable: true, values }])
    }
    const counts = [...group.counts].map(([condition, count]) => ({
      condition,
      count,
      values: valuesIn(condition),
    }))
    for (const one of counts) {
      const scenario = solver.under([[one.condition, onlyTrue]])
      for (const other of counts) {
        if (one === other || !canImply(one.values, other.values)) continue
        const isImplied = scenario === null || isAlwaysTrue(other.condition, scenario)
        if (isImplied) reading.links.push({ kind: 'atMost', left: one.count, right: other.count })
      }
    }
  }
}

/** Whether a condition is TRUE in every row of a scenario. */
const isAlwaysTrue = (condition: Term, scenario: Scenario): boolean => {
  const truths = truthsOf(scenario.domainOf(condition))
  if ((truths & truth.true) === 0) return false
  return truths === truth.true || scenario.isImpossible([[condition, notTrue]])
}

/** The greatest of some integers less the least of them is not negative. */
const supposeSpreads = ({ extremes }: Group, { make, bounds }: Reading): void => {
  for (const most of extremes.filter(({ kind }) => kind === 'max')) {
    for (const least of extremes) {
      const isSame = least.argument === most.argument && least.condition === most.condition
      if (least.kind !== 'min' || !isSame || most.value.type !== 'integer') continue
      const spread = make.arithmetic('-', most.value, least.value)
      bounds.push([spread, { nullable: true, values: rangeOf(0, Infinity) }])
    }
  }
}

/** A condition implies one over other values only if that is always TRUE. */
const canImply = (one: ReadonlySet<Term>, other: ReadonlySet<Term>): boolean =>
  other.size === 0 || [...other].some((value) => one.has(value))
