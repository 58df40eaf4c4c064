import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import type { Group, Place } from './instances.js'
import { Operations } from './operations.js'
import type { Assumption, Link, Problem } from './problem.js'
import { Terms } from './terms.js'

/** What has been found out of a query so far. */
export interface Reading {
  readonly catalogs: Catalogs
  /** The relations read, by display name. */
  readonly dependencies: ReadonlyMap<string, AnalyzedRelation>
  /** Views that are looked into rather than taken at what is proven of them, by display name. */
  readonly trees: ReadonlyMap<string, QueryNode>
  readonly terms: Terms
  readonly make: Operations
  /** The groups of aggregates, each before those that its rows are read from. */
  readonly groups: Group[]
  /** Groups of whose aggregates all is said that their rows say. */
  readonly concluded: Set<Group>
  readonly bounds: Assumption[]
  readonly links: Link[]
}

/** Nothing so far. */
export const startReading = (
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  trees: ReadonlyMap<string, QueryNode> = new Map(),
): Reading => {
  const terms = new Terms()
  return {
    catalogs,
    dependencies,
    trees,
    terms,
    make: new Operations(terms),
    groups: [],
    concluded: new Set(),
    bounds: [],
    links: [],
  }
}

/** What is known of the rows of a place. */
export const solvable = ({ terms, links, bounds }: Reading, { axioms }: Place): Omit<Problem, 'columns'> => ({
  terms,
  axioms,
  links,
  bounds,
})
