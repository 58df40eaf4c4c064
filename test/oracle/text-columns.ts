import { parseJson } from './json.js'
import { member, text } from './member.js'
import { flag, int } from './readings.js'
import type { TextColumns } from './rows.js'

/** Spec section 4, from the JSON text of a listing; null is SQL NULL and has no members. */
export function textColumns(damageAiJson: string | null): TextColumns {
  const root = damageAiJson === null ? undefined : parseJson(damageAiJson)
  const decision = member(root, 'decision')
  const meta = member(decision, 'meta')
  const metaFlag = (name: string): boolean => flag(text(member(meta, name)))
  return {
    batt_eff_text: int(text(member(root, 'battery_effective'))),
    text_damage_scored: decision?.kind === 'object',
    text_sev_decision: int(text(member(decision, 'sev'))),
    text_bin_decision: int(text(member(decision, 'bin'))),
    txt_no_wear_global: metaFlag('no_wear_global'),
    txt_protector_only: metaFlag('protector_only'),
    txt_glass: metaFlag('glass'),
    txt_back_glass: metaFlag('back_glass'),
    txt_lens_glass: metaFlag('lens_glass'),
    txt_panel_severe: metaFlag('panel_severe'),
    txt_light_panel: metaFlag('light_panel'),
    txt_charging: metaFlag('charging'),
    txt_non_oem: metaFlag('non_oem'),
    txt_battery_clamp: metaFlag('battery_clamp'),
  }
}
