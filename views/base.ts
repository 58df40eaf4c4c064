import { column, isJsonObject, jsonFlag, jsonInteger, jsonMember, layer, ratio } from 'fusion-store'
import { battProf } from './batt_prof.js'
import { imgProf } from './img_prof.js'
import { listings } from './sources.js'

/**
 * One row per listing that is not spam: its images, its screenshots and the decision of the text model (spec.md,
 * section 4).
 */
export const base = layer(
  'base',
  'Listings with their image profile, battery profile and text decision.',
  { l: listings, img: imgProf, batt: battProf },
  (db) =>
    db
      .selectFrom('l')
      .innerJoin('img', (join) =>
        join.onRef('img.generation', '=', 'l.generation').onRef('img.listing_id', '=', 'l.listing_id'),
      )
      .innerJoin('batt', (join) =>
        join.onRef('batt.generation', '=', 'l.generation').onRef('batt.listing_id', '=', 'l.listing_id'),
      )
      .where('l.spam', 'is', null)
      .selectAll(['img', 'batt'])
      .select('l.damage_ai_json'),
)
  .columns((eb) => ({
    img_stock_ratio: column(
      'Share of the finished images that are stock photos.',
      ratio(eb.ref('img_stock_cnt'), eb.ref('img_rows_damage_done')),
    ),
    batt_img_spread: column(
      'Highest less lowest battery health on screenshots.',
      eb('batt_img_max', '-', eb.ref('batt_img_min')),
    ),
  }))
  .once((eb) => ({
    decision: column('Decision of the text model.', jsonMember(eb.ref('damage_ai_json'), 'decision')),
    meta: column(
      'Meta flags of the decision.',
      jsonMember(jsonMember(eb.ref('damage_ai_json'), 'decision'), 'meta'),
    ),
    batt_eff_text: column(
      'Battery health that the text gives.',
      jsonInteger(eb.ref('damage_ai_json'), 'battery_effective'),
    ),
  }))
  .once((eb) => ({
    text_damage_scored: column(
      'Whether the text model came to a decision.',
      isJsonObject(eb.ref('decision')),
    ),
    text_sev_decision: column(
      'Severity that the text model decided on.',
      jsonInteger(eb.ref('decision'), 'sev'),
    ),
    text_bin_decision: column(
      'Damaged or not, as the text model decided.',
      jsonInteger(eb.ref('decision'), 'bin'),
    ),
    txt_no_wear_global: column('The text claims no wear at all.', jsonFlag(eb.ref('meta'), 'no_wear_global')),
    txt_protector_only: column(
      'The text puts the damage on the protector alone.',
      jsonFlag(eb.ref('meta'), 'protector_only'),
    ),
    txt_glass: column('The text mentions broken front glass.', jsonFlag(eb.ref('meta'), 'glass')),
    txt_back_glass: column('The text mentions broken back glass.', jsonFlag(eb.ref('meta'), 'back_glass')),
    txt_lens_glass: column('The text mentions broken lens glass.', jsonFlag(eb.ref('meta'), 'lens_glass')),
    txt_panel_severe: column(
      'The text mentions a severely damaged panel.',
      jsonFlag(eb.ref('meta'), 'panel_severe'),
    ),
    txt_light_panel: column('The text mentions light panel damage.', jsonFlag(eb.ref('meta'), 'light_panel')),
    txt_charging: column('The text mentions charging trouble.', jsonFlag(eb.ref('meta'), 'charging')),
    txt_non_oem: column(
      'The text mentions parts that are not original.',
      jsonFlag(eb.ref('meta'), 'non_oem'),
    ),
    txt_battery_clamp: column(
      'The text mentions a battery that needs service.',
      jsonFlag(eb.ref('meta'), 'battery_clamp'),
    ),
  }))
