import type { ImageRow } from '../../scripts/upstream/index.js'
import { max, mean } from './aggregate.js'
import { done, eff, protector, q1, q2, real, stock, v1, vis } from './image-predicates.js'
import type { ImageProfile } from './rows.js'

/** Spec section 3 over the images of one listing; without images every count is 0 and the rest null. */
export function imageProfile(images: readonly ImageRow[]): ImageProfile {
  const count = (predicate: (image: ImageRow) => boolean): number => images.filter(predicate).length
  const realWithQuality = (level: number): number =>
    count((image) => real(image) && image.photo_quality_level === level)
  const realWithBackground = (level: number): number =>
    count((image) => real(image) && image.background_clean_level === level)

  const reals = images.filter(real)
  const q2vis = images.filter((image) => q2(image) && vis(image))
  const q1vis = images.filter((image) => q1(image) && vis(image))
  const bare = q2vis.filter((image) => !protector(image))
  const bareAtLeast = (level: number): number =>
    bare.filter(({ visible_damage_level: v }) => v !== null && v >= level).length
  const doneCount = count(done)

  return {
    img_rows_v1: count(v1),
    img_rows_damage_done: doneCount,
    img_stock_cnt: count(stock),
    img_real_cnt: reals.length,
    img_stock_ratio: doneCount === 0 ? null : count(stock) / doneCount,
    img_pq0_cnt: realWithQuality(0),
    img_pq1_cnt: realWithQuality(1),
    img_pq2_cnt: realWithQuality(2),
    img_pq3_cnt: realWithQuality(3),
    img_pq4_cnt: realWithQuality(4),
    img_pq_avg_real: mean(reals.map((image) => image.photo_quality_level)),
    img_bg0_cnt: realWithBackground(0),
    img_bg1_cnt: realWithBackground(1),
    img_bg2_cnt: realWithBackground(2),
    img_bg_avg_real: mean(reals.map((image) => image.background_clean_level)),
    img_real_q2_cnt: count(q2),
    img_real_q2_vis_cnt: q2vis.length,
    img_real_q1_vis_cnt: q1vis.length,
    img_max_eff_q2: max(q2vis.map(eff)),
    img_max_eff_q1: max(q1vis.map(eff)),
    img_max_noprotector_q2: max(bare.map((image) => image.visible_damage_level)),
    img_n_ge3_real_q2: bareAtLeast(3),
    img_n_ge8_real_q2: bareAtLeast(8),
  }
}
