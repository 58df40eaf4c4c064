import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { concludeGroups } from './conclude-groups.js'
import type { Place } from './instances.js'
import type { Problem } from './problem.js'
import { QueryReader } from './read-query.js'
import { solvable, startReading } from './reading.js'

/**
 * Reads a query as terms: each output column as an expression over the values that the tables give, through subqueries,
 * joins and aggregates. What is not understood becomes a value of which nothing is known.
 */
export const buildTerms = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): Problem => {
  const reading = startReading(catalogs, dependencies)
  const place: Place = { axioms: [], guard: [] }
  const columns = new QueryReader(reading).outputs(query, null, place)
  concludeGroups(reading.groups, reading)
  return { ...solvable(reading, place), columns }
}
