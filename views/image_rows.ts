import { allOf, column, firstOf, isKnown, isNotTrue, isTrue, layer, onlyWhen } from 'fusion-store'
import { images } from './sources.js'

/**
 * The conditions on one image row (spec.md, section 2), each defined only here. The first of them, `v1`, is the filter
 * of the layer.
 */
export const imageRows = layer(
  'image_rows',
  'One image row of feature version 1 with its gates.',
  { i: images },
  (db) => db.selectFrom('i').selectAll('i').where('i.feature_version', '=', 1),
)
  .columns((eb) => ({
    done: column('The damage pipeline finished the photo.', isTrue(eb.ref('damage_done'))),
    vis: column('A damage level was seen.', isKnown(eb.ref('visible_damage_level'))),
    protector: column('The damage is on the protector alone.', isTrue(eb.ref('damage_on_protector_only'))),
    batt_hit: column(
      'Screenshot with a believable battery health.',
      allOf(isTrue(eb.ref('battery_screenshot')), eb.between('battery_health_pct_img', 50, 100)),
    ),
  }))
  .columns((eb) => ({
    eff: column(
      'Damage level that counts: 0 on a protector.',
      firstOf<number | null>([[eb.ref('protector'), 0]], eb.ref('visible_damage_level')),
    ),
    stock: column(
      'Finished photo that is a stock picture.',
      allOf(eb.ref('done'), isTrue(eb.ref('is_stock_photo'))),
    ),
    real_photo: column(
      'Finished photo of the phone itself; unknown counts as real.',
      allOf(eb.ref('done'), isNotTrue(eb.ref('is_stock_photo'))),
    ),
  }))
  .columns((eb) => ({
    q2: column(
      'Real photo of good quality.',
      allOf(eb.ref('real_photo'), eb('photo_quality_level', '>=', 2)),
    ),
    q1: column(
      'Real photo of usable quality or better.',
      allOf(eb.ref('real_photo'), eb('photo_quality_level', '>=', 1)),
    ),
    real_pq: column(
      'Photo quality of a real photo.',
      onlyWhen(eb.ref('real_photo'), eb.ref('photo_quality_level')),
    ),
    real_bg: column(
      'Background level of a real photo.',
      onlyWhen(eb.ref('real_photo'), eb.ref('background_clean_level')),
    ),
  }))
  .columns((eb) => ({
    q2_vis: column('Good real photo with a damage level.', allOf(eb.ref('q2'), eb.ref('vis'))),
    q1_vis: column('Usable real photo with a damage level.', allOf(eb.ref('q1'), eb.ref('vis'))),
  }))
  .columns((eb) => ({
    bare_level: column(
      'Damage level of a good real photo that is not of a protector.',
      onlyWhen(allOf(eb.ref('q2_vis'), isNotTrue(eb.ref('protector'))), eb.ref('visible_damage_level')),
    ),
  }))
