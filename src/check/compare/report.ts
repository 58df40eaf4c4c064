import type { Diagnostic } from '../../model/diagnostic.js'
import type { ViewMeaning } from '../../model/view-meaning.js'
import type { Change } from './change.js'
import type { FileChange } from './compare-files.js'
import type { Impact } from './find-impact.js'

/** What a project is compared with. */
export type Against = 'committed' | 'baseline' | 'live' | 'meaning'

export type Outcome = 'same' | 'different' | 'not checked'

/** One comparison. */
export interface CheckSection {
  readonly against: Against
  /** A folder, or a server without its password. */
  readonly where: string
  readonly outcome: Outcome
  /** Why something could not be checked; there is at least one exactly when `outcome` is `not checked`. */
  readonly diagnostics: readonly Diagnostic[]
  /** A sentence on what to know or do, when there is more to say than the changes. */
  readonly note: string | null
  /** Generated files that differ byte for byte; empty unless compared with what is committed. */
  readonly files: readonly FileChange[]
  /** Differences between relations, in dependency order. */
  readonly changes: readonly Change[]
  /** What the changes hurt downstream. */
  readonly impact: readonly Impact[]
  /** What stands in the way of deploying the changes; they do not make the outcome `not checked`. */
  readonly hazards: readonly Diagnostic[]
  /** Each view held to what it means; empty unless that was asked for. */
  readonly views: readonly ViewMeaning[]
}

export interface CheckReport {
  readonly project: string
  /** `not checked` when any part could not be checked, whatever the other parts say. */
  readonly outcome: Outcome
  readonly sections: readonly CheckSection[]
}

const outcomeOf = (sections: readonly CheckSection[]): Outcome =>
  sections.some(({ outcome }) => outcome === 'not checked')
    ? 'not checked'
    : sections.some(({ outcome }) => outcome === 'different')
      ? 'different'
      : 'same'

export const checkReport = (project: string, sections: readonly CheckSection[]): CheckReport => ({
  project,
  outcome: outcomeOf(sections),
  sections,
})

interface SectionParts {
  readonly against: Against
  readonly where: string
  readonly diagnostics?: readonly Diagnostic[]
  readonly note?: string | null
  readonly files?: readonly FileChange[]
  readonly changes?: readonly Change[]
  readonly impact?: readonly Impact[]
  readonly hazards?: readonly Diagnostic[]
  readonly views?: readonly ViewMeaning[]
  /** Differs even where no single change can be named. */
  readonly differs?: boolean
}

/** A section with the outcome that its findings amount to. */
export function checkSection(parts: SectionParts): CheckSection {
  const {
    diagnostics = [],
    note = null,
    files = [],
    changes = [],
    impact = [],
    hazards = [],
    views = [],
    differs = false,
  } = parts
  const isDifferent = differs || files.length > 0 || changes.length > 0 || hazards.length > 0
  const outcome: Outcome = diagnostics.length > 0 ? 'not checked' : isDifferent ? 'different' : 'same'
  return {
    against: parts.against,
    where: parts.where,
    outcome,
    diagnostics,
    note,
    files,
    changes,
    impact,
    hazards,
    views,
  }
}
