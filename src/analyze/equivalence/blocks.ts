import type { Expression } from '../../pgtree/index.js'
import type { Group, Instance, Place } from '../values/instances.js'
import type { Term } from '../values/terms.js'

/** What the rows of a FROM are made of: two versions with equal shapes and equivalent conditions have the same rows. */
export interface Rows {
  readonly shape: string
  /** By the sides of outer joins that they decide about; those of WHERE under an empty text. */
  readonly conditions: ReadonlyMap<string, readonly Term[]>
}

/** Rows that are being read. Queries inside FROM that only pass rows on are part of it. */
export interface Block {
  /** The same in both versions. */
  readonly key: string
  readonly place: Place
  leaves: number
  joins: number
  readonly pending: { readonly condition: Expression; readonly instance: Instance; readonly path: Path }[]
}

/** Sides of outer joins that must be present. */
export interface Path {
  readonly key: string
  readonly guard: readonly Term[]
}

/** What an item of FROM is to the queries that read it. */
export type Item =
  | { readonly kind: 'rows'; readonly key: string; readonly relation: string | null }
  | { readonly kind: 'query'; readonly columns: () => readonly Term[] }
  | { readonly kind: 'unclear' }

/** A side of an outer join within one query. */
export interface Side {
  readonly members: ReadonlySet<number>
  readonly present: Term
}

/** A query in FROM. */
export interface ReadQuery {
  /** What its rows are made of. */
  readonly shape: string
  readonly columns: () => readonly Term[]
}

/** An item of FROM. */
export interface ReadFrom {
  readonly shape: string
  /** Entries of the range table that are part of it. */
  readonly members: readonly number[]
}

export interface Scope {
  readonly items: Map<number, Item>
  readonly sides: Map<number, readonly Side[]>
}

/** The groups of a query, and what they are groups of. */
export interface Grouping {
  readonly rows: Rows
  readonly keys: readonly Term[]
  readonly having: Term | null
  readonly group: Group
}

/** A version of a query: its output columns by name, and the rows that they are of. */
export interface ReadVersion {
  readonly columns: ReadonlyMap<string, Term>
  readonly rows: Rows
  readonly place: Place
}

/** A block of which nothing is read yet. */
export const newBlock = (key: string, place: Place): Block => ({
  key,
  place,
  leaves: 0,
  joins: 0,
  pending: [],
})

/** Keeps a condition for when all items of its block are known. */
export const suppose = (
  condition: Expression | null,
  instance: Instance,
  { pending }: Block,
  path: Path,
): void => {
  if (condition !== null) pending.push({ condition, instance, path })
}

/** Items that are joined without a side that can be missing: brackets do not matter. */
export const joined = (parts: readonly ReadFrom[]): ReadFrom => ({
  shape: parts
    .map(({ shape }) => shape)
    .filter((shape) => shape !== '')
    .join(', '),
  members: parts.flatMap(({ members }) => members),
})
