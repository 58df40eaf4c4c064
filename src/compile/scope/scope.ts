import type { OperationNode } from 'kysely'
import type { CallSite } from '../../declare/call-site.js'
import type { AggregateDeclaration, Declaration } from '../../declare/relation.js'

/** A column of a relation: its name and metadata. */
export interface Output {
  readonly name: string
  /** Empty when there is none; only views require one. */
  readonly comment: string
  readonly site?: CallSite
  /**
   * It passes on a missing column, or a column of a declaration with errors, so no further error is reported for it.
   */
  readonly isUnknown?: boolean
}

/** How an aggregate is joined. */
export interface AggregateJoin {
  readonly declaration: AggregateDeclaration
  /** Its key columns, each with the expression it equals; empty when it is not joined by its whole key. */
  readonly keys: ReadonlyMap<string, OperationNode>
}

/** One FROM item, under the name that expressions use. */
export interface Table {
  readonly alias: string
  /** Undefined if only Postgres knows them, or if the declaration has errors. */
  readonly columns: readonly Output[] | undefined
  /** Whether only Postgres knows its columns: a function, raw text. */
  readonly isOpaque?: boolean
  /** The input of the declaration that it is, if it is one. */
  readonly declaration?: Declaration
  /** Whether an outer join can replace its row by NULLs. */
  readonly optional: boolean
  readonly aggregate?: AggregateJoin
  /** How its columns are written where the rows of each key are visited. */
  readonly visit?: VisitNames
}

/** The names of the columns of a visited aggregate. */
export interface VisitNames {
  /** Name of the visit's row. */
  readonly name: string
  /** The expression for each key column. */
  readonly keys: ReadonlyMap<string, OperationNode>
}

export interface Environment {
  readonly inputs: ReadonlyMap<string, Declaration | undefined>
  /** Names that WITH defines, with their columns. */
  readonly ctes: ReadonlyMap<string, readonly Output[] | undefined>
  readonly outputsOf: (declaration: Declaration) => readonly Output[] | undefined
}

/** The tables in scope for expressions of one SELECT, those of outer queries last. */
export interface Scope {
  readonly tables: readonly Table[]
  readonly outer: Scope | undefined
  readonly environment: Environment
}

export type Found =
  | { readonly kind: 'found'; readonly table: Table; readonly known?: never }
  /** Which table a bare name means depends on columns that only Postgres knows. */
  | { readonly kind: 'uncertain'; readonly known?: never }
  | { readonly kind: 'no table' | 'no column' | 'ambiguous'; readonly known: readonly string[] }

const has = (table: Table, column: string): boolean =>
  table.columns?.some((output) => output.name === column) ?? false

const namesOf = (tables: readonly Table[]): string[] =>
  tables.flatMap((table) => (table.columns ?? []).map(({ name }) => name))

/** The table that `table.column` or a bare `column` means, by the rules of SQL. */
export function findTable(scope: Scope, table: string | undefined, column: string | undefined): Found {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (table !== undefined) {
      const named = at.tables.find((candidate) => candidate.alias === table)
      if (!named) continue
      if (column === undefined || named.columns === undefined || has(named, column))
        return { kind: 'found', table: named }
      return { kind: 'no column', known: namesOf([named]) }
    }
    const candidates = at.tables.filter((candidate) => column !== undefined && has(candidate, column))
    if (candidates.length > 1) return { kind: 'ambiguous', known: candidates.map(({ alias }) => alias) }
    if (at.tables.some(({ columns }) => columns === undefined)) return { kind: 'uncertain' }
    const [only] = candidates
    if (only) return { kind: 'found', table: only }
  }
  if (table === undefined) return { kind: 'no column', known: namesOf(scope.tables) }
  return { kind: 'no table', known: scope.tables.map(({ alias }) => alias) }
}
