import type { ColumnSet, ModelInput } from './feature-lists.js'
import { trainLogisticRegression, type TrainedModel } from './model/logistic-regression.js'
import type { Listing } from './read-listings.js'

/** A test listing with the predictions of both models. */
export interface Prediction {
  readonly listing: Listing
  readonly kept: number
  readonly zero: number
}

export interface Experiment {
  readonly predictions: readonly Prediction[]
  /** The model that keeps unknown apart. */
  readonly model: TrainedModel
}

/** Part of a sample that is trained on: its oldest listings. The newest are the test, as in production. */
const TRAIN_SHARE = 0.7

/**
 * Trains the same kind of model twice on the same listings, and lets both predict the same others.
 *
 * @param listings oldest first.
 */
export function runExperiment(listings: readonly Listing[], columns: ColumnSet): Experiment {
  const split = Math.round(listings.length * TRAIN_SHARE)
  const [train, test] = [listings.slice(0, split), listings.slice(split)]
  const [kept, zero] = [fit(columns.kept, train), fit(columns.zero, train)]
  const predictions = test.map((listing) => ({
    listing,
    kept: kept.predict(columns.kept.values(listing)),
    zero: zero.predict(columns.zero.values(listing)),
  }))
  return { predictions, model: kept }
}

const fit = (input: ModelInput, listings: readonly Listing[]): TrainedModel =>
  trainLogisticRegression(
    listings.map(input.values),
    listings.map(({ base }) => base.isSlow),
  )
