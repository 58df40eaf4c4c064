import { aggregate, column, countRows, maxWhere, view } from 'fusion-store'
import type { RewriteCases } from './case.js'
import { offers, perShop, priced, shops } from './sources.js'

const another = aggregate(
  'sold_per_shop',
  'Sold offers of a shop.',
  { of: offers, by: ['shop_id'] },
  (eb) => ({
    last_offer: column('Latest offer.', maxWhere(eb.ref('offer_id'))),
  }),
)
const ofPriced = aggregate('priced_per_shop', 'Priced offers.', { of: priced, by: ['shop_id'] }, () => ({
  priced_cnt: column('Offers.', countRows()),
}))
const sameName = aggregate('same_name', 'Offers of a shop.', { of: offers, by: ['shop_id'] }, () => ({
  offer_cnt: column('Offers.', countRows()),
}))

export const mergeVisitsCases: RewriteCases = {
  made: {
    'two aggregates of one key': view('v.v', 'V.', { s: shops, p: perShop, a: another }, (db) =>
      db
        .selectFrom('s')
        .innerJoin('p', 'p.shop_id', 's.shop_id')
        .innerJoin('a', 'a.shop_id', 's.shop_id')
        .selectAll(['p', 'a']),
    ),
    'a key that is the key of the other': view('v.v', 'V.', { s: shops, p: perShop, a: another }, (db) =>
      db
        .selectFrom('s')
        .innerJoin('p', 'p.shop_id', 's.shop_id')
        .innerJoin('a', 'a.shop_id', 'p.shop_id')
        .select(['s.shop_id', 'p.offer_cnt', 'a.last_offer']),
    ),
  },
  notMade: {
    'other rows': [
      view('v.v', 'V.', { s: shops, p: perShop, a: ofPriced }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .innerJoin('a', 'a.shop_id', 's.shop_id')
          .select(['s.shop_id', 'p.offer_cnt', 'a.priced_cnt']),
      ),
      'they read different rows',
    ],
    'another key': [
      view('v.v', 'V.', { s: shops, o: offers, p: perShop, a: another }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('o', 'o.price', 's.shop_id')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .innerJoin('a', 'a.shop_id', 'o.shop_id')
          .select(['s.shop_id', 'p.offer_cnt', 'a.last_offer']),
      ),
      'they are joined by different keys',
    ],
    'a column that both have': [
      view('v.v', 'V.', { s: shops, p: perShop, a: sameName }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .innerJoin('a', 'a.shop_id', 's.shop_id')
          .select(['s.shop_id', 'p.offer_cnt', 'a.offer_cnt as again']),
      ).describe({ again: 'Again.' }),
      'both have a column "offer_cnt"',
    ],
  },
}
