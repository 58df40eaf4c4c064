import { bucket, column, layer, ratio } from 'fusion-store'
import { type Expression, sql } from 'kysely'
import { anchored } from './anchored.js'

/** Mean of values of which a sum and a count are known; NULL without one. */
const meanOf = (
  sum: Expression<string | null>,
  count: Expression<number | string | null>,
): Expression<number | null> =>
  sql<number | null>`${sum}::double precision / nullif(${count}, 0)::double precision`

const flagged = (condition: Expression<unknown>): Expression<number> => sql<number>`(${condition})::integer`

/** Means, ratios and classes over what the layers below count and sum. */
export const derived = layer('derived', 'Listings with means, ratios and classes.', { l: anchored }, (db) =>
  db.selectFrom('l').selectAll('l'),
)
  .columns((eb) => ({
    comp_price_mean: column(
      'Mean price of the comparables; NULL without one.',
      meanOf(eb.ref('comp_price_sum'), eb.ref('comp_priced_cnt')),
    ),
    last5_price_mean: column(
      'Mean price of the five listings before; NULL without one.',
      meanOf(eb.ref('last5_price_sum'), eb.ref('last5_priced_cnt')),
    ),
    seg_price_mean: column(
      'Mean price of the segment in 90 days; NULL without one.',
      meanOf(eb.ref('seg_price_sum'), eb.ref('seg_priced_cnt')),
    ),
    seg_income_mean: column(
      'Mean of the median incomes of the segment in 90 days; NULL without one.',
      meanOf(eb.ref('seg_income_sum'), eb.ref('seg_income_cnt')),
    ),
    sold_price_mean: column(
      'Mean price that was paid; NULL without one.',
      meanOf(eb.ref('sold_price_sum'), eb.ref('sold_priced_cnt')),
    ),
    income_change: column(
      'Median income of the district against a year before; NULL when one is unknown or was 0.',
      ratio(eb.ref('income_median'), eb.ref('income_prev')),
    ),
    speed_class: column(
      'How fast the segment sells.',
      bucket(
        eb.ref('speed_p50'),
        [
          [72, 'fast'],
          [336, 'normal'],
        ],
        'slow',
      ),
    ),
    evidence_level: column(
      'How many of three kinds of evidence suffice: 5 comparables with a price, 20 listings of the segment with one, 10 sales.',
      sql<number>`${flagged(eb('comp_priced_cnt', '>=', 5))} + ${flagged(eb('seg_priced_cnt', '>=', 20))} + ${flagged(eb('anchor_sold_cnt', '>=', 10))}`,
    ),
  }))
  .columns((eb) => ({
    price_to_comp: column(
      'Price against the mean of the comparables.',
      ratio(eb.ref('price'), eb.ref('comp_price_mean')),
    ),
    price_to_seg: column(
      'Price against the mean of the segment.',
      ratio(eb.ref('price'), eb.ref('seg_price_mean')),
    ),
  }))
