import type { Diagnostic } from '../../model/diagnostic.js'
import type { ChangeClass, RelationVerdict, VersionStep } from '../../model/change-verdict.js'
import type { ViewMeaning } from '../../model/view-meaning.js'
import type { Change } from './change.js'
import type { FileChange } from './compare-files.js'
import type { Impact } from './find-impact.js'
import { overall } from '../verdict/version-step.js'

/** The state that a project is compared with. */
export type Against = 'committed' | 'baseline' | 'live' | 'meaning'

export type Outcome = 'same' | 'different' | 'not checked'

/** One comparison. */
export interface CheckSection {
  readonly against: Against
  /** A folder, or a server without its password. */
  readonly where: string
  readonly outcome: Outcome
  /** Why something could not be checked. Not empty exactly if `outcome` is `not checked`. */
  readonly diagnostics: readonly Diagnostic[]
  /** An additional sentence with information or advice. */
  readonly note: string | null
  /** Generated files that differ; only for the comparison with committed files. */
  readonly files: readonly FileChange[]
  /** Differences between relations, in dependency order. */
  readonly changes: readonly Change[]
  /** What the changes affect downstream. */
  readonly impact: readonly Impact[]
  /** What the changes mean, by relation; empty for a live database. */
  readonly verdicts: readonly RelationVerdict[]
  /** Whether every difference is in comments, in the layout of SQL, or proven equivalent. */
  readonly isEquivalent: boolean
  /** Diagnostics that prevent deploying the changes. They do not make the outcome `not checked`. */
  readonly hazards: readonly Diagnostic[]
  /** Each view compared with its plain form; empty unless requested. */
  readonly views: readonly ViewMeaning[]
}

export interface CheckReport {
  readonly project: string
  /** `not checked` if any part could not be checked, regardless of the other parts. */
  readonly outcome: Outcome
  /** Of the worst change in any section; null if there are none, or none that could be judged. */
  readonly class: ChangeClass | null
  /** The part of the version that the changes raise. */
  readonly step: VersionStep
  /** Whether every section is the same or equivalent. */
  readonly isEquivalent: boolean
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
  ...overall(sections.flatMap(({ verdicts }) => verdicts)),
  isEquivalent: sections.every((section) => section.isEquivalent),
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
  /** Whether the states differ even if there are no single changes. */
  readonly differs?: boolean
}

/** A section with the outcome that follows from its diagnostics and changes. */
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
    verdicts: [],
    isEquivalent: outcome === 'same',
    hazards,
    views,
  }
}
