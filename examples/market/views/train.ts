import { guarded } from 'fusion-store'
import { entrypoint } from './entrypoint.js'
import { features } from './features.js'

/** What the trainer reads: the features, while the entrypoint is certified. */
export const train = guarded(
  'market.v_market_features_train',
  'Features of a listing, guarded: answers only while the entrypoint is certified, and raises otherwise.',
  features,
  { entrypoint, key: ['listing_id'], maxAge: '24 hours' },
)
