import type { RefreshedRelation, RefreshPlan } from '../../certify/run/stored-relations.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { Grade } from '../grade.js'
import { jsonDiagnostics } from '../json-diagnostics.js'

/** What came of one stored relation. */
export type RelationOutcome = {
  /** `schema.name`. */
  readonly relation: string
} & (
  | { readonly kind: 'refreshed'; readonly result: RefreshedRelation }
  | {
      readonly kind: 'planned'
      readonly plan: RefreshPlan
      /** Relations that it reads and that are refreshed before it: it gets the changes that come of that, too. */
      readonly after: readonly string[]
    }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic }
  /** Not tried, because these relations that it reads were not refreshed. */
  | { readonly kind: 'skipped'; readonly because: readonly string[] }
  /** Not tried, because the connection was lost before its turn. */
  | { readonly kind: 'left' }
)

/** A stored relation that was not refreshed and reads one that was. */
export interface BehindRelation {
  readonly relation: string
  /** Its recorded changes; null where changes are not recorded, so that only a refresh can tell. */
  readonly pending: number | null
}

export interface RefreshReport {
  /** The server, for people. */
  readonly server: string
  readonly relations: readonly RelationOutcome[]
  readonly behind: readonly BehindRelation[]
}

const namesOf = ({ relations }: Pick<RefreshReport, 'relations'>, ...kinds: RelationOutcome['kind'][]) =>
  relations.filter(({ kind }) => kinds.includes(kind)).map(({ relation }) => relation)

/**
 * A refresh that ended early.
 *
 * @param why what ended it, a clause.
 */
export function stoppedRefresh(
  why: string,
  relations: readonly RelationOutcome[],
  left: readonly string[],
): Diagnostic {
  const done = namesOf({ relations }, 'refreshed')
  return {
    code: 'FS918',
    place: {},
    message: `${why}; refreshed: ${done.join(', ') || 'none'}; left: ${left.join(', ') || 'none'}`,
    hint: 'What is refreshed stays. Run fusion refresh again for the others.',
  }
}

/** All that went wrong, in order. */
export function refreshDiagnostics({ relations }: RefreshReport): readonly Diagnostic[] {
  const failures = relations.flatMap((one) => (one.kind === 'failed' ? [one.diagnostic] : []))
  if (!relations.some(({ kind }) => kind === 'left')) return failures
  const left = namesOf({ relations }, 'failed', 'skipped', 'left')
  return [...failures, stoppedRefresh('the refresh stopped before the end', relations, left)]
}

/** `failed` when it stopped early, `found` when some relations were not refreshed. */
export function refreshGrade(report: RefreshReport): Grade {
  const codes = refreshDiagnostics(report).map(({ code }) => code)
  if (codes.some((code) => code !== 'FS917')) return 'failed'
  return codes.length > 0 ? 'found' : 'ok'
}

function jsonRelation(one: RelationOutcome) {
  const { relation, kind: outcome } = one
  switch (one.kind) {
    case 'refreshed':
      return { relation, outcome, ...one.result }
    case 'planned':
      return { relation, outcome, ...one.plan, after: one.after }
    case 'skipped':
      return { relation, outcome, because: one.because }
    case 'failed':
    case 'left':
      return { relation, outcome }
  }
}

/** JSON output of `fusion refresh`. */
export const jsonRefresh = (report: RefreshReport) => ({
  format: 1 as const,
  outcome: {
    ok: report.relations.some(({ kind }) => kind === 'planned')
      ? ('planned' as const)
      : ('refreshed' as const),
    found: 'failed' as const,
    failed: 'stopped' as const,
  }[refreshGrade(report)],
  server: report.server,
  relations: report.relations.map(jsonRelation),
  behind: report.behind,
  diagnostics: jsonDiagnostics(refreshDiagnostics(report)),
})
