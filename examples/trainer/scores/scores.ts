/** A prediction and what happened. */
export interface Scored {
  readonly predicted: number
  readonly isSlow: boolean
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean of -log of the probability that was given to what happened. Smaller is better. */
export const logLoss = (scored: readonly Scored[]): number =>
  mean(scored.map(({ predicted, isSlow }) => -Math.log(isSlow ? predicted : 1 - predicted)))

/**
 * Area under the ROC curve: the probability that a slow listing has a higher prediction than another one, where equal
 * predictions count half. NaN unless there are both.
 */
export function rocAuc(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.predicted - b.predicted)
  let [pairs, othersBelow] = [0, 0]
  for (let from = 0; from < sorted.length;) {
    let [to, slow] = [from, 0]
    while (to < sorted.length && sorted[to]?.predicted === sorted[from]?.predicted) {
      if (sorted[to]?.isSlow === true) slow += 1
      to += 1
    }
    const others = to - from - slow
    pairs += slow * (othersBelow + others / 2)
    othersBelow += others
    from = to
  }
  return pairs / (othersBelow * (sorted.length - othersBelow))
}
