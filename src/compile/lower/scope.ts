import type { OperationNode } from 'kysely'
import type { AggregateDeclaration, Declaration } from '../../declare/relation.js'
import type { CallSite } from '../../declare/call-site.js'

/** A column that a relation gives: its name and what is said of it. */
export interface Output {
  readonly name: string
  /** Empty when nothing was said; only views insist. */
  readonly comment: string
  readonly site?: CallSite
}

/** One FROM item, under the name by which expressions call it. */
export interface Table {
  readonly alias: string
  /** Undefined for what only Postgres knows the columns of, such as a function. */
  readonly columns: readonly Output[] | undefined
  /** What stands behind it, when it is an input of the declaration. */
  readonly declaration?: Declaration
  /** Its FROM item, when it is none. */
  readonly node?: OperationNode
  /** Columns that something refers to. */
  readonly used: Set<string>
  /** How an aggregate is joined: its key columns, each with the outer expression it equals. */
  readonly aggregate?: {
    readonly declaration: AggregateDeclaration
    readonly keys: ReadonlyMap<string, OperationNode>
  }
  /** The aggregates that are computed together with this one, itself included, in join order. */
  visit?: readonly Table[]
  /** The name in the SQL text, when aggregates that share a visit were merged. */
  target: string
}

export interface Environment {
  readonly inputs: Readonly<Record<string, Declaration | undefined>>
  /** Names that WITH defines, with their columns. */
  readonly ctes: ReadonlyMap<string, readonly Output[] | undefined>
  readonly outputsOf: (declaration: Declaration) => readonly Output[]
}

/** The tables that expressions of one SELECT see, those of the queries around it last. */
export interface Scope {
  readonly tables: Table[]
  readonly outer: Scope | undefined
  readonly environment: Environment
}

export type Found =
  | { readonly kind: 'found'; readonly table: Table; readonly known?: never }
  | { readonly kind: 'no table' | 'no column' | 'ambiguous'; readonly known: readonly string[] }

const has = (table: Table, column: string): boolean =>
  table.columns === undefined || table.columns.some((output) => output.name === column)

/** The table that `table.column` or a bare `column` means, as SQL would see it. */
export function findTable(scope: Scope, table: string | undefined, column: string | undefined): Found {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (table !== undefined) {
      const named = at.tables.find((candidate) => candidate.alias === table)
      if (!named) continue
      if (column === undefined || has(named, column)) return { kind: 'found', table: named }
      return { kind: 'no column', known: (named.columns ?? []).map((output) => output.name) }
    }
    const candidates = at.tables.filter((candidate) => column !== undefined && has(candidate, column))
    const exact = candidates.filter((candidate) => candidate.columns !== undefined)
    const [only, second] = exact.length > 0 ? exact : candidates
    if (only && !second) return { kind: 'found', table: only }
    if (second) return { kind: 'ambiguous', known: candidates.map((candidate) => candidate.alias) }
  }
  if (table === undefined) {
    return {
      kind: 'no column',
      known: scope.tables.flatMap((t) => (t.columns ?? []).map((output) => output.name)),
    }
  }
  return { kind: 'no table', known: scope.tables.map((candidate) => candidate.alias) }
}
