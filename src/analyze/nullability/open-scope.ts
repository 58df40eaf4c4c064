import type { QueryNode } from '../../pgtree/index.js'
import {
  extendFacts,
  impossible,
  noFacts,
  presentFact,
  type Fact,
  type Facts,
  type JoinSide,
} from './facts.js'
import { type PlacedCondition, readJoinTree } from './join-sides.js'
import { factsWhen } from './outcome-facts.js'
import { canMakeRowOutOfNone } from './row-count.js'
import { type Pass, type Point, pointIn, type Scope } from './scope.js'

/** Opens a query: finds its outer joins and what its conditions say of every row. */
export const openScope = (query: QueryNode, outer: Point | null, pass: Pass): Scope => {
  const id = pass.nextScopeId()
  const { sides, conditions, alwaysPresent } = readJoinTree(query, id)
  const around = extendFacts(outer?.facts ?? noFacts, alwaysPresent.map(presentFact))
  const scope: Scope = {
    id,
    query,
    outer: outer?.scope ?? null,
    sides,
    inputFacts: around,
    rowFacts: around,
    columns: new Map(),
    ctes: new Map(),
  }

  // First what the conditions say by their form alone. Then again with the columns known by those facts, which finds
  // the rest, such as `WHERE a.id IS NULL` under a full join.
  const blind: Point = { ...pointIn(scope, around), mayInfer: false }
  scope.inputFacts = addConditions(scope, conditions, blind, around, pass)
  if (conditions.length > 0) {
    scope.inputFacts = addConditions(scope, conditions, pointIn(scope, scope.inputFacts), around, pass)
  }

  // An aggregate over no row at all gives a row that no condition of WHERE was ever true for.
  const given = canMakeRowOutOfNone(query) ? (outer?.facts ?? noFacts) : scope.inputFacts
  const having = factsWhen(query.havingQual, 'true', pointIn(scope, given), pass)
  scope.rowFacts = extendFacts(given, having)
  return scope
}

const addConditions = (
  scope: Scope,
  conditions: readonly PlacedCondition[],
  point: Point,
  onto: Facts,
  pass: Pass,
): Facts => {
  const always: Fact[] = []
  for (const { condition, path } of conditions) {
    for (const fact of factsWhen(condition, 'true', point, pass)) {
      const needs = path.filter((side) => !isWithin(fact, side, scope))
      if (needs.length === 0) always.push(fact)
      // A side that cannot be present is no contradiction: rows come without it.
      else if (fact.id !== impossible.id)
        for (const side of needs) side.implies.push({ needs, facts: [fact] })
    }
  }
  return extendFacts(onto, always)
}

/**
 * Whether a fact is about something on this side of the join. Such a fact may be taken to hold always: it speaks of
 * the value that a table on that side gives, and whoever asks for it from outside asks for the side's presence too.
 */
const isWithin = (fact: Fact, side: JoinSide, scope: Scope): boolean => {
  switch (fact.kind) {
    case 'notNull':
      return (
        fact.about !== 'expression' && fact.about.scope === scope.id && side.members.has(fact.about.varno)
      )
    case 'present':
      return fact.side.scope === scope.id && side.members.has(fact.side.join)
    case 'null':
    case 'absent':
    case 'impossible':
      return false
  }
}
