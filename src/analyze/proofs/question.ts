import type { Place } from '../values/instances.js'
import type { Reading } from '../values/reading.js'
import { valuesIn } from '../values/solve.js'
import type { Term } from '../values/terms.js'
import { detailGroups } from './detail-groups.js'
import { endsOf, type Question, smtScript } from './smt-script.js'

/** A question about the rows of a place for an SMT solver, with all that is known of them. */
export const questionAbout = (goal: Question['goal'], { axioms }: Place, reading: Reading): string => {
  const known = { axioms, links: reading.links, bounds: reading.bounds }
  const details = detailGroups(reading, [...goal, ...relatedTo(goal, known).axioms])
  const related = relatedTo([...goal, ...details], known)
  return smtScript({ ...related, axioms: [...related.axioms, ...details], goal })
}

/** Of what is known, that which has to do with some terms, directly or through others. */
const relatedTo = (
  about: readonly Term[],
  { axioms, links, bounds }: Omit<Question, 'goal'>,
): Omit<Question, 'goal'> => {
  const reached = new Set<Term>()
  const reach = (values: Iterable<Term>): void => {
    for (const value of values) reached.add(value)
  }
  for (const term of about) reach(valuesIn(term))
  const facts = [
    ...axioms.map((axiom) => ({ axiom, terms: [axiom] })),
    ...links.map((link) => ({ link, terms: endsOf(link) })),
    ...bounds.map((bound) => ({ bound, terms: [bound[0]] })),
  ].map((fact) => ({ ...fact, values: new Set(fact.terms.flatMap((term) => [...valuesIn(term)])) }))
  const taken = new Set<(typeof facts)[number]>()
  for (let before = -1; taken.size > before;) {
    before = taken.size
    for (const fact of facts) {
      if (taken.has(fact) || ![...fact.values].some((value) => reached.has(value))) continue
      taken.add(fact)
      reach(fact.values)
    }
  }
  return {
    axioms: [...taken].flatMap((fact) => ('axiom' in fact ? [fact.axiom] : [])),
    links: [...taken].flatMap((fact) => ('link' in fact ? [fact.link] : [])),
    bounds: [...taken].flatMap((fact) => ('bound' in fact ? [fact.bound] : [])),
  }
}
