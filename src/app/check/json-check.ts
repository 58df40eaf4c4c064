import {
  type Change,
  type CheckSection,
  type FileChange,
  type Impact,
  type Outcome,
  unifiedDiff,
} from '../../check/index.js'
import { jsonDiagnostics, type JsonDiagnostic } from '../json-diagnostics.js'
import type { ChangeClass, RelationVerdict, VersionStep } from '../../model/change-verdict.js'
import type { ViewMeaning } from '../../model/view-meaning.js'
import type { NotedReport } from './check.js'
import { diffLabels } from './diff-labels.js'

/** A difference of one relation. Definitions have a unified `diff`, differences of a column have `column`. */
export type JsonChange = Change & { readonly diff?: string }

export interface JsonFile extends Pick<FileChange, 'path' | 'kind'> {
  /** Unified. */
  readonly diff: string
}

export interface JsonSection {
  readonly against: CheckSection['against']
  readonly where: string
  readonly outcome: Outcome
  readonly note: string | null
  readonly diagnostics: readonly JsonDiagnostic[]
  readonly files: readonly JsonFile[]
  readonly changes: readonly JsonChange[]
  readonly impact: readonly Impact[]
  /** What the changes mean, by relation; empty for a live database. */
  readonly verdicts: readonly RelationVerdict[]
  /** Whether every difference is in comments, in the layout of SQL, or proven equivalent. */
  readonly isEquivalent: boolean
  /** Diagnostics that prevent deploying the changes. */
  readonly hazards: readonly JsonDiagnostic[]
  readonly views: readonly ViewMeaning[]
}

/** JSON output of `fusion check`. `format` is increased for incompatible changes. */
export interface JsonCheck {
  readonly format: 1
  /** Null if the project has errors, so that nothing could be compared. */
  readonly project: string | null
  /** `same` is exit code 0, `different` 1, `not checked` 2. */
  readonly outcome: Outcome
  /** Of the worst change; null if there are none, or none that could be judged. */
  readonly class: ChangeClass | null
  /** The part of the version that the changes raise. */
  readonly step: VersionStep
  /** Whether every section is the same or equivalent, so that `--equivalent` exits with 0. */
  readonly isEquivalent: boolean
  readonly sections: readonly JsonSection[]
  /** Information about the project that is not a difference. */
  readonly notes: readonly JsonDiagnostic[]
  /** Diagnostics of the project; each comparison has its own. */
  readonly diagnostics: readonly JsonDiagnostic[]
}

const jsonFile = ({ path, kind, before, after }: FileChange): JsonFile => ({
  path,
  kind,
  diff: unifiedDiff(before, after, diffLabels('committed', path)),
})

const jsonChange = (change: Change, { against }: CheckSection): JsonChange =>
  change.kind === 'definition'
    ? { ...change, diff: unifiedDiff(change.before, change.after, diffLabels(against, change.relation)) }
    : change

export const jsonCheck = ({
  project,
  outcome,
  class: worst,
  step,
  isEquivalent,
  sections,
  notes,
}: NotedReport): JsonCheck => ({
  format: 1,
  project,
  outcome,
  class: worst,
  step,
  isEquivalent,
  notes: jsonDiagnostics(notes),
  diagnostics: [],
  sections: sections.map((section) => ({
    against: section.against,
    where: section.where,
    outcome: section.outcome,
    note: section.note,
    diagnostics: jsonDiagnostics(section.diagnostics),
    files: section.files.map(jsonFile),
    changes: section.changes.map((change) => jsonChange(change, section)),
    impact: section.impact,
    verdicts: section.verdicts,
    isEquivalent: section.isEquivalent,
    hazards: jsonDiagnostics(section.hazards),
    views: section.views,
  })),
})
