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
  hint: 'What it needs is not in a plain Postgres; compare it by hand, or make it not need that.',
})

/** A live view or type that was neither replayed nor at fault: something that it reads is. */
const unreached = ({ relation }: RelationState): Diagnostic => ({
  code: 'FS703',
  place: { relation },
  message: 'the live definition was not compared, because something that it reads cannot be replayed',
  hint: 'See the other messages.',
})

const isUnreached = ({ kind, definition }: RelationState): boolean =>
  kind !== 'source' && kind !== 'table' && kind !== 'function' && definition === null

/** Generated views have no options, no rules and no triggers, and this is where somebody else's show. */
const withoutExtras = (state: RelationState): RelationState =>
  state.kind === 'view' ? { ...state, extras: [] } : state

/**
 * Compares the definitions of a live database with what the project compiles to now. Both sides' definitions have to
 * be the words of one and the same Postgres.
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
