/** The side of an outer join that may be absent from a row, its columns NULL. A full join has two. */
export interface JoinSide {
  readonly id: string
  readonly scope: number
  /** Range table index of the join. */
  readonly join: number
  /** As people read it: `right side of LEFT JOIN (b)`. */
  readonly label: string
  /** Range table indexes of all that is on this side, joins included. */
  readonly members: ReadonlySet<number>
  /** Of a full join, the other side: one of the two is always present. */
  opposite: JoinSide | null
  /** What follows when this side and the others that are needed are present: the join's condition held. */
  readonly implies: Implication[]
}

/** Facts that hold once all of some sides are present. */
export interface Implication {
  readonly needs: readonly JoinSide[]
  readonly facts: readonly Fact[]
}

/**
 * Something known of the row at hand.
 *
 * `notNull` of a column reference speaks of the column as its own table gives it; whether an outer join leaves the
 * table out is for the `present` facts to say. Of any other expression it speaks of its value.
 */
export type Fact =
  | { readonly kind: 'notNull'; readonly id: string; readonly about: FactSubject }
  | { readonly kind: 'null'; readonly id: string; readonly about: FactSubject }
  | { readonly kind: 'present'; readonly id: string; readonly side: JoinSide }
  | { readonly kind: 'absent'; readonly id: string; readonly side: JoinSide }
  | { readonly kind: 'impossible'; readonly id: string }

/** What a fact is about: a column of one range table entry of a scope, or an expression over several. */
export type FactSubject = { readonly scope: number; readonly varno: number } | 'expression'

/** Facts of a place in a query upon those of the place around it. Grows by `extendFacts` only. */
export interface Facts {
  readonly outer: Facts | null
  readonly ids: ReadonlySet<string>
  /** An expression that is not a column is known not to be NULL, here or in a query around this one. */
  readonly hasExpressions: boolean
  /** The facts contradict each other: no row ever gets here. */
  readonly isImpossible: boolean
}

/** What is known before anything is looked at. */
export const noFacts: Facts = { outer: null, ids: new Set(), hasExpressions: false, isImpossible: false }

/** No row gets here. */
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

/** Facts with more facts and all that follows from them. The same object when nothing is new. */
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

/** Facts that hold whichever of some cases holds. A case that cannot be says nothing. */
export const commonFacts = (cases: readonly (readonly Fact[])[]): readonly Fact[] => {
  const possible = cases.filter((facts) => !facts.some((fact) => fact.kind === 'impossible'))
  const [first, ...rest] = possible
  if (first === undefined) return cases.length === 0 ? [] : [impossible]
  const others = rest.map((facts) => new Set(facts.map((fact) => fact.id)))
  return first.filter((fact) => others.every((ids) => ids.has(fact.id)))
}
