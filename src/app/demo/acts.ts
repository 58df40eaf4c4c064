import { isGuardError } from '../../certify/run/guard-error.js'
import type { CertificationRun } from '../../certify/run/run-certification.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { GuardCode } from '../../model/diagnostics/database-errors.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'

/** Result of the statements of an act. */
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

/** A scene of the demo: statements in the database and their result. */
export interface Act {
  readonly title: string
  /** Explanation for a first-time reader. */
  readonly text: string
  /** As a user would type them. */
  readonly statements: readonly string[]
  readonly outcome: Outcome
}

/** Days to check, as in the generated first run. */
export const DAYS = 30

/** What a trainer types to count the rows that may be read. */
export const trainerReads = ({ guarded, roles }: CompiledCertification): readonly string[] => [
  `SET ROLE ${quoteIdentifier(roles.trainer)};`,
  `SELECT count(*) FROM ${quoteRelation(guarded)};`,
]

/** Counts the rows of a relation as a role, or returns the guard's error. */
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

/** Adds a condition to a view that is always true but reads the clock. */
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
