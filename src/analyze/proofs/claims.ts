import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { concludeGroups } from '../values/conclude-groups.js'
import { notTrue } from '../values/domain.js'
import type { Place } from '../values/instances.js'
import { QueryReader } from '../values/read-query.js'
import { solvable, startReading } from '../values/reading.js'
import { Solver } from '../values/solve.js'
import { questionAbout } from './question.js'

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
  const reading = startReading(catalogs, dependencies, { trees })
  const place: Place = { axioms: [], guard: [] }
  const columns = new QueryReader(reading).outputs(query, null, place)
  concludeGroups(reading.groups, reading)
  const solver = new Solver(solvable(reading, place))
  return columns.map((goal): Claim => {
    if (goal.type !== 'boolean') return { kind: 'not boolean' }
    if (solver.isImpossible([[goal, notTrue]])) return { kind: 'proven' }
    return { kind: 'open', script: questionAbout([goal], place, reading) }
  })
}
