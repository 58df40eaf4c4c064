import { isGuardError } from '../../certify/run/guard-error.js'
import type { Session } from '../../postgres/session.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Outcome } from './act.js'

/** Counts the rows of a relation in a role, or gives what the guard says. */
export async function readAs(session: Session, role: string, relation: RelationName): Promise<Outcome> {
  await session.exec(`SET ROLE ${quoteIdentifier(role)}`)
  try {
    const [row] = await session.query<{ rows: string }>(
      `SELECT count(*) AS rows FROM ${quoteRelation(relation)}`,
    )
    return { kind: 'rows', rows: Number(row?.rows) }
  } catch (error) {
    if (!isGuardError(error)) throw error
    return { kind: 'refused', sqlstate: error.code, message: error.message, hint: error.hint ?? '' }
  } finally {
    await session.exec('RESET ROLE')
  }
}
