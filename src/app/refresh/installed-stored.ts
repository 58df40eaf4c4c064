import { readStored, type StoredStatus } from '../../certify/run/stored-relations.js'
import { diagnosticError } from '../../model/diagnostic.js'
import type { Session } from '../../postgres/session.js'
import type { StoredNode } from './stored-graph.js'

/** A stored relation that a database has. */
export interface InstalledStored {
  readonly node: StoredNode
  readonly state: StoredStatus
}

const HAS_STATUS = `
  SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'audit' AND p.proname = 'stored_status'`

/**
 * The stored relations of a project that a database has, in their order. Those of optional files may be missing.
 *
 * @param isChosen the user has asked for these, so that none may be missing.
 * @throws DiagnosticError FS916 for relations that are missing.
 */
export async function installedStored(
  session: Session,
  wanted: readonly StoredNode[],
  isChosen: boolean,
): Promise<readonly InstalledStored[]> {
  const isNeeded = ({ isOptional }: StoredNode): boolean => isChosen || !isOptional
  // Where only optional files need it, the audit schema may have nothing for stored relations.
  if (!wanted.some(isNeeded) && (await session.query(HAS_STATUS)).length === 0) return []
  const states = await readStored(
    session,
    wanted.map(({ relation }) => relation),
  )
  const found = wanted.map((node) => ({
    node,
    state: states.find(({ relation }) => relation === node.relation),
  }))
  const missing = found.filter(({ node, state }) => state === undefined && isNeeded(node))
  if (missing.length > 0)
    throw diagnosticError(
      'FS916',
      `the database does not have these stored relations: ${missing.map(({ node }) => node.name).join(', ')}`,
      missing.every(({ node }) => node.isOptional)
        ? 'Run the files in generated/sql/optional that create them.'
        : 'Run psql -f generated/sql/install.sql.',
    )
  return found.flatMap(({ node, state }) => (state ? [{ node, state }] : []))
}
