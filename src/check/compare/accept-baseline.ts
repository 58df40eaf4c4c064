import type { Acceptance, Baseline } from './baseline.js'
import { fingerprintProject, fingerprintRelation } from './fingerprint.js'
import type { RelationState } from './relation-state.js'

/** Who accepts, why and when. The caller reads the clock and the user. */
export interface AcceptAct {
  readonly at: string
  readonly who: string
  readonly reason: string
}

export interface Accepted {
  readonly baseline: Baseline
  /** The log, with this acceptance as its last line. */
  readonly log: readonly Acceptance[]
  readonly acceptance: Acceptance
}

const fingerprints = (states: readonly RelationState[]): Map<string, string> =>
  new Map(states.map((state) => [state.relation, fingerprintRelation(state)]))

/** Makes `states` the baseline and records the acceptance. */
export function acceptBaseline(
  previous: { readonly baseline: Baseline; readonly log: readonly Acceptance[] } | undefined,
  states: readonly RelationState[],
  server: string,
  { at, who, reason }: AcceptAct,
): Accepted {
  const old = fingerprints(previous?.baseline.relations ?? [])
  const now = fingerprints(states)
  const fingerprint = fingerprintProject(states)
  const acceptance: Acceptance = {
    at,
    who,
    reason,
    fingerprint,
    previous: previous?.baseline.fingerprint ?? null,
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: [...now].filter(([name, hash]) => old.has(name) && old.get(name) !== hash).map(([name]) => name),
  }
  return {
    baseline: { server, fingerprint, relations: states },
    log: [...(previous?.log ?? []), acceptance],
    acceptance,
  }
}
