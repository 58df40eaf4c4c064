import { anyOf, column, isKnown, onlyWhen, view } from 'fusion-store'
import { features } from './features.js'

/** The features for models: an unknown value is never zero here. */
export const scored = view(
  'ml.v_damage_fusion_features_v2_scored',
  'Fusion features for models: the raw columns, whether each signal was scored at all, and values that stay NULL until it was.',
  { f: features },
  (db) => db.selectFrom('f').selectAll('f'),
)
  .columns((eb) => ({
    img_damage_scored: column(
      'Whether the images suffice for a damage score.',
      eb('img_damage_source_level', '>=', 1),
    ),
    batt_scored: column('Whether any signal gives the battery health.', isKnown(eb.ref('batt_fused'))),
  }))
  .columns((eb) => ({
    damage_any_scored: column(
      'Whether there is any evidence: images, text or battery.',
      anyOf(eb.ref('img_damage_scored'), eb.ref('text_damage_scored'), eb.ref('batt_scored')),
    ),
    text_sev_raw_known: column(
      'Severity that the text model decided on, where it decided.',
      onlyWhen(eb.ref('text_damage_scored'), eb.ref('text_sev_decision')),
    ),
    text_sev_corr_known: column(
      'Corrected severity, where the text or the battery is evidence for it.',
      onlyWhen(anyOf(eb.ref('text_damage_scored'), eb.ref('batt_scored')), eb.ref('text_sev_corr')),
    ),
  }))
  .columns((eb) => ({
    damage_fused_tier_known: column(
      'Damage tier, where there is any evidence for it.',
      onlyWhen(eb.ref('damage_any_scored'), eb.ref('damage_fused_tier')),
    ),
  }))
