import { mean } from './scores.js'

/** A mean over seeds with its 95 percent confidence interval. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** The 97.5 percent quantile of Student's t distribution for 1, 2, … degrees of freedom. */
const QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
]

/** Most values that an interval can be given of. */
export const MAX_VALUES = QUANTILES.length + 1

/** The interval of Student's t for the mean of 2 to 30 independent values. */
export function intervalOf(values: readonly number[]): Interval {
  const quantile = QUANTILES[values.length - 2]
  if (quantile === undefined)
    throw new RangeError(`Expected 2 to ${MAX_VALUES} values, not ${values.length}.`)
  const center = mean(values)
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1)
  const half = quantile * Math.sqrt(variance / values.length)
  return { mean: center, low: center - half, high: center + half }
}
