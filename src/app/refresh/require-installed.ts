import { diagnosticError } from '../../model/diagnostic.js'
import type { StoredNode } from './stored-graph.js'

/** @throws DiagnosticError FS916 for relations that the database does not know as stored ones. */
export function requireAll(
  wanted: readonly StoredNode[],
  known: readonly { readonly relation: string }[],
): void {
  const missing = wanted.filter(({ relation }) => !known.some((one) => one.relation === relation))
  if (missing.length > 0)
    throw diagnosticError(
      'FS916',
      `the database does not have these stored relations: ${missing.map(({ name }) => name).join(', ')}`,
      'Run psql -f generated/sql/install.sql.',
    )
}
