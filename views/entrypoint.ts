import { view } from 'fusion-store'
import { scored } from './scored.js'
import { listings } from './sources.js'

/** The certified entrypoint: the scored columns with the T0, by whose day certification hashes them. */
export const entrypoint = view(
  'ml.fusion_feature_store_t0_v1_v',
  'Certified entrypoint: the scored features of every dated listing, with its T0.',
  { l: listings, s: scored },
  (db) =>
    db
      .selectFrom('l')
      .innerJoin('s', (join) =>
        join.onRef('s.generation', '=', 'l.generation').onRef('s.listing_id', '=', 'l.listing_id'),
      )
      .where('l.edited_date', 'is not', null)
      .select('l.edited_date')
      .selectAll('s'),
)
