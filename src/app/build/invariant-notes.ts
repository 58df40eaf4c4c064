import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { valueText } from '../../model/value-text.js'

/**
 * A note for each invariant that some rows of the sources break. This is not an error: such rows may never come, and a
 * certification looks for them.
 */
export const invariantNotes = ({ invariants = [] }: AnalyzedProject): readonly Diagnostic[] =>
  invariants.flatMap((invariant): readonly Diagnostic[] => {
    if (invariant.verdict !== 'refuted') return []
    const { of, certifies, name, place, counterexample } = invariant
    const rows = counterexample.rows.map(({ relation, values }) => {
      const cells = Object.entries(values).map(([column, value]) => `${column} = ${valueText(value)}`)
      return `${relation} (${cells.join(', ')})`
    })
    return [
      {
        code: 'FS208',
        place: { ...place, relation: of, column: name },
        message: `the invariant "${name}" does not hold for every row: it is broken with ${rows.length > 0 ? rows.join(', ') : 'no rows at all'}`,
        hint:
          certifies === null
            ? 'Correct the query or the invariant. If such rows never come, leave it: a certification that reads these rows checks it.'
            : 'Correct the query or the invariant. If such rows never come, leave it: the certification checks it.',
      },
    ]
  })
