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
  db.selectFrom('i').selectAll('i').where('i.colour', '!=', 'green'),
).columns((eb) => ({
  is_red: column('Whether it is red.', eb('colour', '=', 'red')),
  is_bright: column('Whether it is of a bright colour.', eb('colour', 'in', ['red', 'Émeraude'])),
  has_main: column('Whether the main colour is among all.', eb('colour', '=', eb.fn.any('colours'))),
  late_colour: column('Colour, where it is after red.', onlyWhen(eb('colour', '>', 'red'), eb.ref('colour'))),
  as_colour: column(
    'The text as a colour.',
    eb.cast<'red' | 'green' | 'Émeraude'>(eb.val('red'), sql`shop.colour`),
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
const perColour = aggregate('per_colour', 'Items of a colour.', { of: items, by: ['colour'] }, (eb) => ({
  item_cnt: column('Items.', countRows()),
  ours_cnt: column('Items of ours.', countWhere(eb('email', '=', 'us@example.org'))),
  last_colour: column('Latest second colour.', maxWhere(eb.ref('other_colour'))),
}))

export const byColour = view('shop.v_by_colour', 'Colours.', { i: items, p: perColour }, (db) =>
  db
    .selectFrom('i')
    .innerJoin('p', 'p.colour', 'i.colour')
    .select(['i.id', 'p.colour', 'p.item_cnt', 'p.ours_cnt', 'p.last_colour']),
)
