import type { Experiment, Prediction } from '../experiment.js'
import { type Interval, intervalOf } from './interval.js'
import { mean } from './scores.js'

/** What was predicted for a group of test listings, and what happened. Intervals are over the seeds. */
export interface Calibration {
  readonly group: string
  /** Listings of all seeds. */
  readonly listings: number
  /** Share that is damaged in truth. */
  readonly damaged: Interval
  /** Share that sold slowly. */
  readonly slow: Interval
  /** Mean prediction less the share that sold slowly: negative when too optimistic. */
  readonly keptError: Interval
  readonly zeroError: Interval
}

const GROUPS: readonly (readonly [name: string, which: (prediction: Prediction) => boolean])[] = [
  ['all', () => true],
  ['nobody looked', ({ listing }) => !listing.row.damage_any_scored],
  ['seen, tier 0', ({ listing }) => listing.row.damage_fused_tier_known === 0],
  ['seen, tier 1 to 3', ({ listing }) => (listing.row.damage_fused_tier_known ?? 0) > 0],
]

/** Calibration of both models on what the store knows of a listing. */
export const calibrate = (experiments: readonly Experiment[]): readonly Calibration[] =>
  GROUPS.map(([group, which]) => {
    const seeds = experiments.map(({ predictions }) => predictions.filter(which))
    const over = (value: (prediction: Prediction) => number): Interval =>
      intervalOf(seeds.map((chosen) => mean(chosen.map(value))))
    return {
      group,
      listings: seeds.reduce((sum, { length }) => sum + length, 0),
      damaged: over(({ listing }) => Number(listing.base.isDamaged)),
      slow: over(({ listing }) => Number(listing.base.isSlow)),
      keptError: over(({ listing, kept }) => kept - Number(listing.base.isSlow)),
      zeroError: over(({ listing, zero }) => zero - Number(listing.base.isSlow)),
    }
  })
