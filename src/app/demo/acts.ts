import { isGuardError } from '../../certify/run/guard-error.js'
import type { CertificationRun } from '../../certify/run/run-certification.js'
import type { GuardCode } from '../../model/diagnostics/database-errors.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'

/** What came of the statements of an act. */
export type Outcome =
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused'
      readonly sqlstate: GuardCode
      readonly message: string
      readonly hint: string
    }
  | { readonly kind: 'certification'; readonly run: CertificationRun; readonly aliases: number }

/** A scene of the demo: something is done in the database, and this came of it. */
export interface Act {
  readonly title: string
  /** What it means, for somebody who sees it for the first time. */
  readonly text: string
  /** As somebody would type them. */
  readonly statements: readonly string[]
  readonly outcome: Outcome
}

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

/** Replaces a view by itself with a condition that is always true, and asks the clock for it. */
export async function replaceByClock(session: Session, view: RelationName): Promise<void> {
  const name = quoteRelation(view)
  const [row] = await session.query<{ query: string }>(
    `SELECT pg_catalog.pg_get_viewdef(${quoteLiteral(name)}::pg_catalog.regclass) AS query`,
  )
  const query = (row?.query ?? '').trimEnd().replace(/;$/, '')
  await session.exec(
    `CREATE OR REPLACE VIEW ${name} AS SELECT q.* FROM (${query}) AS q WHERE pg_catalog.now() IS NOT NULL`,
  )
}
