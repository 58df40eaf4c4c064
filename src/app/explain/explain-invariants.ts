import type { AnalyzedInvariant, Counterexample } from '../../model/analyzed-invariant.js'
import { placeOf } from './explain-reasons.js'
import type { ExplainedInvariant } from './explanation.js'

/** A layer or view, and the column of it that is explained; absent if all of it is. */
interface Subject {
  readonly relation: string
  readonly column?: string
}

/** The invariants of some layers or views, or those that mention one of their columns. */
export const explainInvariants = (
  invariants: readonly AnalyzedInvariant[] | undefined,
  subjects: readonly Subject[],
): readonly ExplainedInvariant[] =>
  (invariants ?? [])
    .filter(({ of, columns }) =>
      subjects.some(
        ({ relation, column }) => relation === of && (column === undefined || columns.includes(column)),
      ),
    )
    .map((invariant) => ({
      of: invariant.of,
      certifies: invariant.certifies,
      name: invariant.name,
      comment: invariant.comment,
      columns: invariant.columns,
      place: placeOf(invariant.place),
      verdict: invariant.verdict,
      by: invariant.verdict === 'proven' ? invariant.by : null,
      because: invariant.because,
      counterexample: invariant.verdict === 'refuted' ? invariant.counterexample.rows : noRows,
    }))

const noRows: Counterexample['rows'] = []
