import type { Experiment, Prediction } from '../experiment.js'
import { type Interval, intervalOf } from './interval.js'
import { logLoss, rocAuc, type Scored } from './scores.js'

/** A score of both models over the seeds, and their difference within each seed. */
export interface Comparison {
  readonly name: string
  readonly kept: Interval
  readonly zero: Interval
  /** Zero less kept, paired by seed. */
  readonly difference: Interval
}

const isUnseen = ({ listing }: Prediction): boolean => !listing.row.damage_any_scored

/** The scores of the test listings over all seeds, and of those that nobody looked at. */
export const compareScores = (experiments: readonly Experiment[]): readonly Comparison[] => [
  compare('ROC AUC', rocAuc, experiments),
  compare('log loss', logLoss, experiments),
  compare('log loss, nobody looked', logLoss, experiments, isUnseen),
]

function compare(
  name: string,
  score: (scored: readonly Scored[]) => number,
  experiments: readonly Experiment[],
  which: (prediction: Prediction) => boolean = () => true,
): Comparison {
  const pairs = experiments.map(({ predictions }) => {
    const chosen = predictions.filter(which)
    const of = (model: 'kept' | 'zero'): number =>
      score(chosen.map((one) => ({ predicted: one[model], isSlow: one.listing.base.isSlow })))
    return { kept: of('kept'), zero: of('zero') }
  })
  return {
    name,
    kept: intervalOf(pairs.map(({ kept }) => kept)),
    zero: intervalOf(pairs.map(({ zero }) => zero)),
    difference: intervalOf(pairs.map(({ kept, zero }) => zero - kept)),
  }
}
