import { aggregate, column, countWhere, maxWhere, minWhere } from 'fusion-store'
import { imageRows } from './image_rows.js'
import { KEY } from './sources.js'

/** Battery health read from screenshots (spec.md, section 3). The minimum is the most conservative estimate. */
export const battProf = aggregate(
  'batt_prof',
  'Battery screenshots of a listing.',
  { of: imageRows, by: KEY },
  (eb) => ({
    batt_img_min: column(
      'Lowest battery health on a screenshot.',
      minWhere(eb.ref('battery_health_pct_img'), eb.ref('batt_hit')),
    ),
    batt_img_max: column(
      'Highest battery health on a screenshot.',
      maxWhere(eb.ref('battery_health_pct_img'), eb.ref('batt_hit')),
    ),
    batt_img_hits: column('Screenshots with a believable battery health.', countWhere(eb.ref('batt_hit'))),
  }),
)
