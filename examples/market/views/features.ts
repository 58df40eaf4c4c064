import { view } from 'fusion-store'
import { entrypoint, FEATURES } from './entrypoint.js'

/** The features without the T0. */
export const features = view(
  'market.v_market_features',
  'Features of a listing as known when it was recorded.',
  { e: entrypoint },
  (db) => db.selectFrom('e').select(FEATURES),
)
