import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { ColumnValues } from '../../model/column-values.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import type { Group, Place } from './instances.js'
import { Operations } from './operations.js'
import type { Assumption, Link, Problem } from './problem.js'
import { type Term, Terms } from './terms.js'

/** What is known of a relation that is read. */
export interface KnownRelation extends Pick<AnalyzedRelation, 'evidence'> {
  readonly columns: readonly {
    readonly name: string
    readonly type: { readonly name: string }
    readonly nullability: { readonly nullable: boolean }
    readonly values?: ColumnValues
  }[]
}

/** What has been found out of a query so far. */
export interface Reading {
  readonly catalogs: Catalogs
  /** The relations read, by display name. */
  readonly dependencies: ReadonlyMap<string, KnownRelation>
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
  /** Casts that give the same value or fail, by what they are applied to; of arithmetic, the operator, which has a width. */
  readonly casts: Map<Term, Set<string>>
  /** Orders in which the operands of AND and OR are written, where one of them can fail. */
  readonly orders: Map<Term, Set<string>>
  /**
   * Whether queries of different databases are read: there the OID of an object that is not built in means nothing, and
   * an aggregate that depends on the order of its rows is another value in each.
   */
  readonly isShared: boolean
}

/** Nothing so far. */
export const startReading = (
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, KnownRelation>,
  { trees = new Map(), isShared = false }: Partial<Pick<Reading, 'trees' | 'isShared'>> = {},
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
    casts: new Map(),
    orders: new Map(),
    isShared,
  }
}

/** What is known of the rows of a place. */
export const solvable = ({ terms, links, bounds }: Reading, { axioms }: Place): Omit<Problem, 'columns'> => ({
  terms,
  axioms,
  links,
  bounds,
})
