import { allOf, anyOf, certification, column, type Condition, isKnown, isNotTrue, not } from 'fusion-store'
import { entrypoint } from './entrypoint.js'
import { features } from './features.js'
import { train } from './train.js'

/** Neither is NULL. */
const same = (one: Condition, other: Condition) => anyOf(allOf(one, other), not(anyOf(one, other)))

const implies = (condition: Condition, consequence: Condition) => anyOf(isNotTrue(condition), consequence)

/** What is certified in the store, and what holds on every row. */
export const marketCertification = certification({
  entrypoint,
  t0: 't0',
  key: ['listing_id'],
  guarded: train,
  aliases: [features],
  checked: features,
  pointInTime: {
    'market.listings': 'strict',
    'market.sales': 'strict',
    'market.postal_districts': 'strict',
    'market.district_incomes': 'strict',
  },
  invariants: (eb) => ({
    model_where_named: column(
      'A model other than "other" has a generation and a variant.',
      same(isKnown(eb.ref('model_gen')), isKnown(eb.ref('model_variant'))),
    ),
    price_is_positive: column('A price is positive.', isNotTrue(eb('price', '<=', 0))),
    district_where_found: column(
      'There is a district only where the postal code was known.',
      implies(isKnown(eb.ref('district')), eb.ref('district_found')),
    ),
    income_where_found: column(
      'There is an income only where there is a snapshot, which is of the day of T0 or earlier.',
      allOf(
        implies(isKnown(eb.ref('income_median')), eb.ref('income_found')),
        isNotTrue(eb('income_age_days', '<', 0)),
      ),
    ),
    priced_within: column(
      'Listings with a price are listings.',
      allOf(eb('comp_priced_cnt', '<=', eb.ref('comp_cnt')), eb('seg_priced_cnt', '<=', eb.ref('seg_cnt'))),
    ),
    month_within: column(
      'Listings of 30 closed days are listings of 90.',
      eb('seg_cnt_30d', '<=', eb.ref('seg_cnt')),
    ),
    days_have_listings: column('A day of a segment has a listing.', eb('seg_days', '<=', eb.ref('seg_cnt'))),
    five_at_most: column('There are five listings at most.', eb.between('last5_priced_cnt', 0, 5)),
    means_where_priced: column(
      'A mean is known exactly where there is a price.',
      allOf(
        same(isKnown(eb.ref('comp_price_mean')), eb('comp_priced_cnt', '>', 0)),
        same(isKnown(eb.ref('last5_price_mean')), eb('last5_priced_cnt', '>', 0)),
        same(isKnown(eb.ref('seg_price_mean')), eb('seg_priced_cnt', '>', 0)),
      ),
    ),
    deciles_in_range: column(
      'A decile is 1 to 10.',
      allOf(
        isNotTrue(not(eb.between('price_decile', 1, 10))),
        isNotTrue(not(eb.between('income_decile', 1, 10))),
      ),
    ),
    speeds_rise: column(
      'The quartiles of the speed are in order, and known together.',
      allOf(
        isNotTrue(eb('speed_p25', '>', eb.ref('speed_p50'))),
        isNotTrue(eb('speed_p50', '>', eb.ref('speed_p75'))),
        same(isKnown(eb.ref('speed_p25')), isKnown(eb.ref('speed_p75'))),
      ),
    ),
    class_where_sold: column(
      'A class of speed is known exactly where a speed is.',
      same(isKnown(eb.ref('speed_class')), isKnown(eb.ref('speed_p50'))),
    ),
    anchor_where_found: column(
      'Anchors have listings or sales exactly where they are found.',
      same(eb.ref('anchor_found'), anyOf(eb('anchor_listed_cnt', '>', 0), eb('anchor_sold_cnt', '>', 0))),
    ),
    evidence_in_range: column('The level of evidence is 0 to 3.', eb.between('evidence_level', 0, 3)),
  }),
})
