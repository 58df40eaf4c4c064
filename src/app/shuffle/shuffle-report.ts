import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import type { Shuffle } from '../../model/view-shuffle.js'
import type { Grade } from '../grade.js'
import { jsonDiagnostics } from '../json-diagnostics.js'

/** Result of `fusion verify --shuffle`. */
export interface ShuffleReport extends Shuffle {
  readonly outcome: 'same' | 'different' | 'not compared'
  /** Server and rows, for people. */
  readonly where: string
  readonly notes: readonly string[]
  /** One for each view that was not compared. */
  readonly diagnostics: readonly Diagnostic[]
}

export function shuffleReport(shuffle: Shuffle, where: string, notes: readonly string[]): ShuffleReport {
  const { views } = shuffle
  const has = (outcome: ShuffleReport['outcome']): boolean => views.some((view) => view.outcome === outcome)
  return {
    ...shuffle,
    outcome: has('not compared') ? 'not compared' : has('different') ? 'different' : 'same',
    where,
    notes,
    diagnostics: views.flatMap((view) => {
      if (view.outcome !== 'not compared') return []
      const name = displayName(view)
      return [
        {
          code: 'FS708',
          place: { relation: name },
          message: `${name} could not be compared: ${view.reason}`,
          hint: 'Fix the declaration so that the view can be read for all rows of its sources and reads only its inputs.',
        },
      ]
    }),
  }
}

/** A view that could not be compared takes precedence, as in `check`. */
export const shuffleGrade = ({ outcome }: ShuffleReport): Grade =>
  (({ same: 'ok', different: 'found', 'not compared': 'failed' }) as const)[outcome]

/** JSON output of `fusion verify --shuffle`. */
export const jsonShuffle = ({
  outcome,
  where,
  rounds,
  sources,
  views,
  notes,
  diagnostics,
}: ShuffleReport) => ({
  format: 1,
  outcome,
  where,
  rounds,
  sources,
  views,
  notes,
  diagnostics: jsonDiagnostics(diagnostics),
})
