import { guarded } from 'fusion-store'
import { entrypoint } from './entrypoint.js'
import { scored } from './scored.js'
import { KEY } from './sources.js'

/** What the trainer reads: the scored columns, while the entrypoint is certified. */
export const train = guarded(
  'ml.v_damage_fusion_features_v2_scored_train_v',
  'Fusion features for models, guarded: answers only while the entrypoint is certified, and raises otherwise.',
  scored,
  { entrypoint, key: KEY, maxAge: '24 hours' },
)
