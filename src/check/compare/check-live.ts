import type { Diagnostic } from '../../model/diagnostic.js'
import { compareStates } from './compare-states.js'
import { findImpact } from './find-impact.js'
import type { RelationState } from './relation-state.js'
import { type CheckSection, checkSection } from './report.js'

/** Why a live relation could not be replayed. */
export interface LiveError {
  readonly relation: string
  readonly message: string
}

const unreplayable = ({ relation, message }: LiveError): Diagnostic => ({
  code: 'FS702',
  place: { relation },
  message: `the live definition cannot be replayed: ${message}`,
  hint: 'It needs something that a plain Postgres does not have. Remove that dependency, or compare it by hand.',
})

/** A live view or type that was not replayed because a dependency could not be replayed. */
const unreached = ({ relation }: RelationState): Diagnostic => ({
  code: 'FS703',
  place: { relation },
  message: 'the live definition was not compared, because one of its dependencies cannot be replayed',
  hint: 'Fix the other reported errors first.',
})

const isUnreached = ({ kind, definition }: RelationState): boolean =>
  kind !== 'source' && kind !== 'table' && kind !== 'function' && definition === null

/** Generated views have no options, rules or triggers, so any that exist are reported as differences. */
const withoutExtras = (state: RelationState): RelationState =>
  state.kind === 'view' ? { ...state, extras: [] } : state

/**
 * Compares the definitions of a live database with the compiled ones. Both sides must be deparsed by the same Postgres.
 */
export function checkLive(
  where: string,
  before: readonly RelationState[],
  after: readonly RelationState[],
  errors: readonly LiveError[],
  hazards: readonly Diagnostic[] = [],
): CheckSection {
  const changes = compareStates(before, after.map(withoutExtras), { sources: 'at least' })
  const failing = new Set(errors.map(({ relation }) => relation))
  const others = before.filter((state) => isUnreached(state) && !failing.has(state.relation))
  return checkSection({
    against: 'live',
    where,
    diagnostics: [...errors.map(unreplayable), ...others.map(unreached)],
    changes,
    impact: findImpact(changes, after),
    hazards,
  })
}
