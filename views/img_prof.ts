import { aggregate, column, countRows, countWhere, maxWhere, meanWhere } from 'fusion-store'
import { imageRows } from './image_rows.js'
import { KEY } from './sources.js'

/** Listing-level image profile (spec.md, section 3). */
export const imgProf = aggregate(
  'img_prof',
  'Image profile of a listing.',
  { of: imageRows, by: KEY },
  (eb) => ({
    img_rows_v1: column('Image rows of feature version 1.', countRows()),
    img_rows_damage_done: column('Image rows that the damage pipeline finished.', countWhere(eb.ref('done'))),
    img_stock_cnt: column('Finished images that are stock photos.', countWhere(eb.ref('stock'))),
    img_real_cnt: column('Finished images of the phone itself.', countWhere(eb.ref('real_photo'))),

    img_pq0_cnt: column('Real images of photo quality 0.', countWhere(eb('real_pq', '=', 0))),
    img_pq1_cnt: column('Real images of photo quality 1.', countWhere(eb('real_pq', '=', 1))),
    img_pq2_cnt: column('Real images of photo quality 2.', countWhere(eb('real_pq', '=', 2))),
    img_pq3_cnt: column('Real images of photo quality 3.', countWhere(eb('real_pq', '=', 3))),
    img_pq4_cnt: column('Real images of photo quality 4.', countWhere(eb('real_pq', '=', 4))),
    img_pq_avg_real: column(
      'Mean photo quality of the real images where it is known.',
      meanWhere(eb.ref('real_pq')),
    ),

    img_bg0_cnt: column('Real images of background level 0.', countWhere(eb('real_bg', '=', 0))),
    img_bg1_cnt: column('Real images of background level 1.', countWhere(eb('real_bg', '=', 1))),
    img_bg2_cnt: column('Real images of background level 2.', countWhere(eb('real_bg', '=', 2))),
    img_bg_avg_real: column(
      'Mean background level of the real images where it is known.',
      meanWhere(eb.ref('real_bg')),
    ),

    img_real_q2_cnt: column('Real images of good quality.', countWhere(eb.ref('q2'))),
    img_real_q2_vis_cnt: column(
      'Real images of good quality with a damage level.',
      countWhere(eb.ref('q2_vis')),
    ),
    img_real_q1_vis_cnt: column(
      'Real images of usable quality with a damage level.',
      countWhere(eb.ref('q1_vis')),
    ),

    img_max_eff_q2: column(
      'Worst damage on good images, protectors counting as 0.',
      maxWhere(eb.ref('eff'), eb.ref('q2_vis')),
    ),
    img_max_eff_q1: column(
      'Worst damage on usable images, protectors counting as 0.',
      maxWhere(eb.ref('eff'), eb.ref('q1_vis')),
    ),
    img_max_noprotector_q2: column(
      'Worst damage on good images that show no protector damage.',
      maxWhere(eb.ref('bare_level')),
    ),
    img_n_ge3_real_q2: column(
      'Good images with damage of 3 or more, protectors left out.',
      countWhere(eb('bare_level', '>=', 3)),
    ),
    img_n_ge8_real_q2: column(
      'Good images with damage of 8 or more, protectors left out.',
      countWhere(eb('bare_level', '>=', 8)),
    ),
  }),
)
