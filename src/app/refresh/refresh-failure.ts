import type { Attempt } from '../../certify/run/database-diagnostic.js'
import { databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { errorCode } from '../../model/error-code.js'
import type { StoredNode } from './stored-graph.js'

/** What keeps a relation from being refreshed. */
export interface RefreshFailure {
  readonly diagnostic: Diagnostic
  /** The connection is gone, so no other relation can be refreshed either. */
  readonly isLost: boolean
}

const STOPS = new Set(['FS905', 'FS909'])

const INSTALL = 'Run psql -f generated/sql/install.sql, then refresh again.'

/** What to do, by SQLSTATE or the beginning of one. */
const HINTS: readonly (readonly [RegExp, (node: StoredNode) => string])[] = [
  [
    /^(23505|21000|23502)$/,
    ({ live, stored }) =>
      `Find the rows of ${live} with the same ${stored.key.join(', ')}, or with a NULL in it: a source does not keep what the project declares of it, such as its key.`,
  ],
  [
    /^(57014|55P03|40P01)$/,
    () =>
      'Raise statement_timeout or lock_timeout for this role, or find out who holds a lock (pg_stat_activity).',
  ],
  [
    /^42501$/,
    () =>
      'Connect as the owner of the audit schema; the owner of the views must be able to read the sources.',
  ],
  [/^(3F000|42P01|42883|42703|FSS01)$/, () => INSTALL],
]

const LEFT = 'its rows are unchanged'

/**
 * Turns an error of a refresh into a diagnostic.
 *
 * @throws an error that does not come from the database, because it is a bug.
 */
export function refreshFailure(error: unknown, node: StoredNode, attempt: Attempt): RefreshFailure {
  const known = databaseDiagnostic(error, { ...attempt, left: LEFT })
  if (!(known instanceof DiagnosticError)) throw known
  const place = { relation: node.name }
  const found = known.diagnostics.find(({ code }) => STOPS.has(code))
  if (found) return { diagnostic: { ...found, place }, isLost: true }
  const { message, detail = '', hint } = error as Error & { detail?: string; hint?: string }
  const code = errorCode(error) ?? ''
  const ofCode = HINTS.find(([codes]) => codes.test(code))?.[1](node)
  return {
    diagnostic: {
      code: 'FS917',
      place,
      message: `it was not refreshed: ${message} (${code})${detail === '' ? '' : `: ${detail.replace(/\.$/, '')}`}; ${LEFT}`,
      hint: ofCode ?? hint ?? 'Check the log of the server.',
    },
    isLost: false,
  }
}
