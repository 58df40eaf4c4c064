import { distance } from 'fastest-levenshtein'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import type { FoundRelation } from './read-tables.js'

/** Tables to create sources for; all tables if both lists are empty. */
export interface WantedTables {
  /** Schemas whose tables are all included. */
  readonly schemas: readonly string[]
  /** Each as `schema.table`. May be views and materialized views. */
  readonly tables: readonly string[]
}

/** Names to list in a hint; the rest is counted. */
const MOST_NAMES = 12

export const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`

/** Names, the most similar first. */
export const byDistance = (name: string, known: readonly string[]): readonly string[] =>
  known
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .toSorted((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate)

/** Views may belong to the store, so they become sources only if they are named. */
export const isTable = ({ kind }: FoundRelation): boolean => kind === 'table' || kind === 'foreign table'

/** @throws DiagnosticError FS565 for each missing schema or table, or if the database has none. */
export function chooseTables(
  { schemas, tables }: WantedTables,
  relations: readonly FoundRelation[],
): readonly FoundRelation[] {
  const present = relations.filter(isTable)
  const known = [...new Set(present.map(({ schema }) => schema))]
  const names = relations.map(displayName)
  const missing = [
    ...schemas.filter((schema) => !known.includes(schema)).map((schema) => noSchema(schema, known)),
    ...tables.filter((table) => !names.includes(table)).map((table) => noTable(table, names)),
  ]
  if (missing.length > 0) throw new DiagnosticError(missing)
  const isAll = schemas.length === 0 && tables.length === 0
  const chosen = relations.filter(
    (relation) =>
      tables.includes(displayName(relation)) ||
      (isTable(relation) && (isAll || schemas.includes(relation.schema))),
  )
  if (chosen.length > 0) return chosen
  const hint = 'Connect to the database with the upstream tables, or run fusion init without --from-database.'
  throw new DiagnosticError([diagnostic('the database has no table outside of the system schemas', hint)])
}

const diagnostic = (message: string, hint: string): Diagnostic => ({
  code: 'FS565',
  place: {},
  message,
  hint,
})

const noSchema = (schema: string, known: readonly string[]): Diagnostic =>
  diagnostic(
    `the database has no table in a schema ${JSON.stringify(schema)}`,
    known.length === 0
      ? 'It has no table outside of the system schemas.'
      : `Schemas with tables: ${listed(byDistance(schema, known))}.`,
  )

function noTable(table: string, known: readonly string[]): Diagnostic {
  const message = `the database has no table or view ${JSON.stringify(table)}`
  if (known.length === 0) return diagnostic(message, 'It has no table outside of the system schemas.')
  const [nearest = ''] = byDistance(table, known)
  return diagnostic(message, `Write it as schema.table, without quotes. Did you mean ${nearest}?`)
}
