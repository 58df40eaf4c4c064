/** The side of an outer join that may be absent from a row, its columns NULL. A full join has two. */
export interface JoinSide {
  readonly id: string
  readonly scope: number
  /** Range table index of the join. */
  readonly join: number
  /** Label for messages: `right side of LEFT JOIN (b)`. */
  readonly label: string
  /** Range table indexes of everything on this side, including joins. */
  readonly members: ReadonlySet<number>
  /** For a full join, the other side: one of the two is always present. */
  opposite: JoinSide | null
  /** Facts that follow from the join condition if this side and other required sides are present. */
  readonly implies: Implication[]
}

/** Facts that hold once all of some sides are present. */
export interface Implication {
  readonly needs: readonly JoinSide[]
  readonly facts: readonly Fact[]
}

/**
 * Something known about the current row.
 *
 * `notNull` for a column reference concerns the value in its own table; `present` facts show whether an outer join makes
 * the table absent. For any other expression it concerns its value.
 */
export type Fact =
  | { readonly kind: 'notNull'; readonly id: string; readonly about: FactSubject }
  | { readonly kind: 'null'; readonly id: string; readonly about: FactSubject }
  | { readonly kind: 'present'; readonly id: string; readonly side: JoinSide }
  | { readonly kind: 'absent'; readonly id: string; readonly side: JoinSide }
  | { readonly kind: 'impossible'; readonly id: string }

/** Subject of a fact: a column of one range table entry of a scope, or an expression over several. */
export type FactSubject = { readonly scope: number; readonly varno: number } | 'expression'

/** Facts at a place in a query, added to those of the enclosing place. Extended only by `extendFacts`. */
export interface Facts {
  readonly outer: Facts | null
  readonly ids: ReadonlySet<string>
  /** Whether an expression other than a column is known not to be NULL, here or in an enclosing query. */
  readonly hasExpressions: boolean
  /** Whether the facts contradict each other, so that no row reaches this place. */
  readonly isImpossible: boolean
}

/** No facts. */
export const noFacts: Facts = { outer: null, ids: new Set(), hasExpressions: false, isImpossible: false }

/** No row reaches this place. */
export const impossible: Fact = { kind: 'impossible', id: '!' }
/** Something is not NULL. */
export const notNullFact = (key: string, about: FactSubject): Fact => ({
  kind: 'notNull',
  id: `n${key}`,
  about,
})
/** Something is NULL. */
export const nullFact = (key: string, about: FactSubject): Fact => ({ kind: 'null', id: `z${key}`, about })
/** A side of an outer join has a row. */
export const presentFact = (side: JoinSide): Fact => ({ kind: 'present', id: `p${side.id}`, side })
/** A side of an outer join has none. */
export const absentFact = (side: JoinSide): Fact => ({ kind: 'absent', id: `a${side.id}`, side })

const holds = (facts: Facts, id: string): boolean => {
  for (let at: Facts | null = facts; at !== null; at = at.outer) if (at.ids.has(id)) return true
  return false
}

/** Whether a column or expression is known not to be NULL. */
export const isKnownNotNull = (facts: Facts, key: string): boolean => holds(facts, `n${key}`)
/** Whether it is known to be NULL. */
export const isKnownNull = (facts: Facts, key: string): boolean => holds(facts, `z${key}`)
/** Whether a side of an outer join is known to have a row. */
export const isPresent = (facts: Facts, side: JoinSide): boolean => holds(facts, `p${side.id}`)

/** Adds facts and everything that follows from them. Returns the same object if nothing is new. */
export const extendFacts = (outer: Facts, more: readonly Fact[]): Facts => {
  const ids = new Set<string>()
  const facts = { outer, ids, hasExpressions: outer.hasExpressions, isImpossible: outer.isImpossible }
  const waiting = [...more]
  for (let fact = waiting.pop(); fact !== undefined; fact = waiting.pop()) {
    if (holds(facts, fact.id)) continue
    ids.add(fact.id)
    if (fact.kind === 'impossible') facts.isImpossible = true
    else if (fact.kind === 'present') {
      if (holds(facts, `a${fact.side.id}`)) facts.isImpossible = true
      for (const { needs, facts: implied } of fact.side.implies) {
        if (needs.every((side) => isPresent(facts, side))) waiting.push(...implied)
      }
    } else if (fact.kind === 'absent') {
      if (isPresent(facts, fact.side)) facts.isImpossible = true
      if (fact.side.opposite !== null) waiting.push(presentFact(fact.side.opposite))
    } else if (fact.kind === 'notNull' && fact.about === 'expression') facts.hasExpressions = true
  }
  return ids.size === 0 ? outer : facts
}

/** Facts that hold in all cases. Impossible cases are ignored. */
export const commonFacts = (cases: readonly (readonly Fact[])[]): readonly Fact[] => {
  const possible = cases.filter((facts) => !facts.some((fact) => fact.kind === 'impossible'))
  const [first, ...rest] = possible
  if (first === undefined) return cases.length === 0 ? [] : [impossible]
  const others = rest.map((facts) => new Set(facts.map((fact) => fact.id)))
  return first.filter((fact) => others.every((ids) => ids.has(fact.id)))
}
