import { sql } from 'kysely'
import {
  aggregate,
  column,
  countRows,
  countWhere,
  field,
  isKnown,
  maxWhere,
  onlyWhen,
  view,
} from 'fusion-store'
import { items } from './sources.js'

export const offers = view('shop.v_offers', 'Offers.', { i: items }, (db) =>
  db.selectFrom('i').selectAll('i').where('i.color', '!=', 'green'),
).columns((eb) => ({
  is_red: column('Whether it is red.', eb('color', '=', 'red')),
  is_bright: column('Whether it is of a bright color.', eb('color', 'in', ['red', 'Émeraude'])),
  has_main: column('Whether the main color is among all.', eb('color', '=', eb.fn.any('colors'))),
  late_color: column('Color, where it is after red.', onlyWhen(eb('color', '>', 'red'), eb.ref('color'))),
  as_color: column(
    'The text as a color.',
    eb.cast<'red' | 'green' | 'Émeraude'>(eb.val('red'), sql`shop.color`),
  ),
  grade: column(
    'Grade by rebate.',
    eb.cast<'low' | 'high'>(
      eb.case().when('rebate', '>', 50).then('high').else('low').end(),
      sql`shop.grade`,
    ),
  ),
  amount: column('Amount of the price.', field(eb.ref('price'), 'amount')),
  price_mood: column('Odd field of the price.', field(eb.ref('price'), 'Odd field')),
  is_ours: column('Whether the seller is we.', eb('email', '=', 'Us@Example.org')),
  is_small: column(
    'Whether size 1 is there.',
    sql<boolean>`${eb.ref('sizes')} @> ${eb.lit(1)}::double precision`,
  ),
  has_place: column('Whether it is known where it is.', isKnown(eb.ref('place'))),
  is_famous: column('Whether it is of a famous brand.', eb('brand', '=', 'ACME')),
}))

/** Enums are counted and compared by group. */
const perColor = aggregate('per_color', 'Items of a color.', { of: items, by: ['color'] }, (eb) => ({
  item_cnt: column('Items.', countRows()),
  ours_cnt: column('Items of ours.', countWhere(eb('email', '=', 'us@example.org'))),
  last_color: column('Latest second color.', maxWhere(eb.ref('other_color'))),
}))

export const byColor = view('shop.v_by_color', 'Colors.', { i: items, p: perColor }, (db) =>
  db
    .selectFrom('i')
    .innerJoin('p', 'p.color', 'i.color')
    .select(['i.id', 'p.color', 'p.item_cnt', 'p.ours_cnt', 'p.last_color']),
)
