import type { GuardCode } from '../../model/diagnostics/database-errors.js'
import type { CertificationRun } from '../../certify/run/run-certification.js'

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
