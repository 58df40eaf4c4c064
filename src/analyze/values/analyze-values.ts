import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { buildTerms } from './build-terms.js'
import { type Domain, exactly, onlyNull, setOf } from './domain.js'
import type { Term } from './terms.js'
import { Solver } from './solve.js'

/** What is proven of the values of a query's output columns. */
export interface ValueAnalysis {
  /** In the order of the columns. */
  readonly domains: readonly Domain[]
  readonly columns: readonly Term[]
  /** Answers questions about several columns of a row at once. */
  readonly solver: Solver
}

/** Whether a column is NULL in no row. */
export const isNeverNull = ({ domains, columns, solver }: ValueAnalysis, at: number): boolean => {
  const [domain, column] = [domains[at], columns[at]]
  if (domain === undefined || column === undefined) return false
  return !domain.nullable || solver.isImpossible([[column, onlyNull]])
}

/** Longer lists are not gone through value by value. */
const maxTried = 16

/**
 * The values that each output column of a query can have. Sound: no row that the query returns for any contents of its
 * sources has a value outside. What cannot be proven is left open.
 */
export const analyzeValues = (
  query: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): ValueAnalysis => {
  const problem = buildTerms(query, catalogs, dependencies)
  const solver = new Solver(problem)
  const domains = problem.columns.map((column): Domain => {
    const domain = solver.domainOf(column)
    if (domain === null) return { nullable: false, values: { kind: 'none' } }
    const { nullable, values } = domain
    if (values.kind !== 'set' || values.items.size > maxTried) return domain
    const possible = [...values.items].filter((item) => !solver.isImpossible([[column, exactly(item)]]))
    return { nullable, values: setOf(possible) }
  })
  return { domains, columns: problem.columns, solver }
}
