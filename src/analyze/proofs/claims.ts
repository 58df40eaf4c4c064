import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { concludeGroups } from '../values/conclude-groups.js'
import { notTrue } from '../values/domain.js'
import type { Place } from '../values/instances.js'
import { QueryReader } from '../values/read-query.js'
import { solvable, startReading } from '../values/reading.js'
import { Solver, valuesIn } from '../values/solve.js'
import type { Term } from '../values/terms.js'
import { detailGroups } from './detail-groups.js'
import { endsOf, type Question, smtScript } from './smt-script.js'

/** A condition that is claimed to be TRUE in every row of a query. */
export type Claim =
  /** It follows from the domains alone. */
  | { readonly kind: 'proven' }
  /** It is if an SMT solver finds no solution of this. */
  | { readonly kind: 'open'; readonly script: string }
  | { readonly kind: 'not boolean' }

/**
 * The output columns of a query as claims.
 *
 * @param trees the queries of views that are looked into, by display name.
 */
export const claimsOf = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  trees: ReadonlyMap<string, QueryNode>,
): readonly Claim[] => {
  const reading = startReading(catalogs, dependencies, trees)
  const place: Place = { axioms: [], guard: [] }
  const columns = new QueryReader(reading).outputs(query, null, place)
  concludeGroups(reading.groups, reading)
  const solver = new Solver(solvable(reading, place))
  return columns.map((goal): Claim => {
    if (goal.type !== 'boolean') return { kind: 'not boolean' }
    if (solver.isImpossible([[goal, notTrue]])) return { kind: 'proven' }
    const known = { axioms: place.axioms, links: reading.links, bounds: reading.bounds, goal }
    const details = detailGroups(reading, [goal, ...relatedTo([goal], known).axioms])
    const related = relatedTo([goal, ...details], known)
    return { kind: 'open', script: smtScript({ ...related, axioms: [...related.axioms, ...details] }) }
  })
}

/** A question with what has to do with some terms, directly or through others. */
const relatedTo = (about: readonly Term[], { axioms, links, bounds, goal }: Question): Question => {
  const reached = new Set<Term>()
  const reach = (terms: readonly Term[]): void => {
    for (const term of terms) for (const value of valuesIn(term)) reached.add(value)
  }
  reach(about)
  const parts = [
    ...axioms.map((axiom) => ({ axiom, terms: [axiom] })),
    ...links.map((link) => ({ link, terms: endsOf(link) })),
    ...bounds.map((bound) => ({ bound, terms: [bound[0]] })),
  ].map((part) => ({ ...part, values: [...new Set(part.terms.flatMap((term) => [...valuesIn(term)]))] }))
  const taken = new Set<(typeof parts)[number]>()
  for (let before = -1; taken.size > before;) {
    before = taken.size
    for (const part of parts) {
      if (taken.has(part) || !part.values.some((value) => reached.has(value))) continue
      taken.add(part)
      for (const value of part.values) reached.add(value)
    }
  }
  return {
    axioms: [...taken].flatMap((part) => ('axiom' in part ? [part.axiom] : [])),
    links: [...taken].flatMap((part) => ('link' in part ? [part.link] : [])),
    bounds: [...taken].flatMap((part) => ('bound' in part ? [part.bound] : [])),
    goal,
  }
}
