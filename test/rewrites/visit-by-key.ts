import { sql } from 'kysely'
import { aggregate, column, countRows, countWhere, layer, type Relation, view } from 'fusion-store'
import type { RewriteCases } from './case.js'
import { offers, perShop, priced, shops } from './sources.js'

const perShopOf = <R extends { shop_id: number }>(of: Relation<R>) =>
  aggregate('per', 'Rows of a shop.', { of, by: ['shop_id'] as never }, () => ({
    n: column('Rows.', countRows()),
  })) as Relation<{
    shop_id: number
    n: number
  }>

const joined = (p: Relation<{ shop_id: number; n: number }>) =>
  view('v.v', 'V.', { s: shops, p }, (db) =>
    db.selectFrom('s').innerJoin('p', 'p.shop_id', 's.shop_id').select(['s.shop_id', 'p.n']),
  ).describe({ n: 'N.' })

const perOwner = aggregate('per_owner', 'Offers of an owner.', { of: offers, by: ['owner_id'] }, () => ({
  n: column('Offers.', countRows()),
}))

const perRate = aggregate('per_rate', 'Offers of a rate.', { of: offers, by: ['rate'] }, () => ({
  n: column('Offers.', countRows()),
}))

export const visitByKeyCases: RewriteCases = {
  made: {
    'a source': view('v.v', 'V.', { s: shops, p: perShop }, (db) =>
      db
        .selectFrom('s')
        .innerJoin('p', 'p.shop_id', 's.shop_id')
        .select(['s.shop_id', 'p.offer_cnt', 'p.top_price']),
    ),
    'a layer with computed columns': view(
      'v.v',
      'V.',
      {
        s: shops,
        p: aggregate('per', 'Dear offers of a shop.', { of: priced, by: ['shop_id'] }, (eb) => ({
          dear_cnt: column('Dear offers.', countWhere(eb.ref('is_dear'))),
        })),
      },
      (db) => db.selectFrom('s').innerJoin('p', 'p.shop_id', 's.shop_id').select(['p.shop_id', 'p.dear_cnt']),
    ),
    'a key that can be NULL': view('v.v', 'V.', { s: shops, p: perOwner }, (db) =>
      db.selectFrom('s').innerJoin('p', 'p.owner_id', 's.owner_id').select(['s.shop_id', 'p.n']),
    ),
    'raw text that calls known functions alone': view(
      'v.v',
      'V.',
      {
        s: shops,
        p: aggregate('per', 'Prices of a shop.', { of: offers, by: ['shop_id'] }, () => ({
          prices: column('Prices.', sql<number>`coalesce(count(distinct price), 0)::integer`),
        })),
      },
      (db) => db.selectFrom('s').innerJoin('p', 'p.shop_id', 's.shop_id').select(['s.shop_id', 'p.prices']),
    ),
  },
  notMade: {
    'a window in the rows': [
      joined(
        perShopOf(
          layer('ranked', 'Ranked.', { o: offers }, (db) =>
            db
              .selectFrom('o')
              .select(['o.shop_id', sql<number>`row_number() over (order by o.offer_id)`.as('rn')]),
          ),
        ),
      ),
      'column "rn" of "ranked": its raw text calls row_number()',
    ],
    'a set-returning function in the rows': [
      joined(
        perShopOf(
          layer('many', 'Many.', { o: offers }, (db) =>
            db.selectFrom('o').select(['o.shop_id', sql<number>`generate_series(1, 2)`.as('n')]),
          ),
        ),
      ),
      /generate_series/,
    ],
    'rows that are limited': [
      joined(
        perShopOf(
          layer('first', 'First.', { o: offers }, (db) =>
            db.selectFrom('o').select('o.shop_id').orderBy('o.offer_id').limit(2),
          ),
        ),
      ),
      '"first" has a LIMIT',
    ],
    'rows that are grouped': [
      joined(
        perShopOf(
          layer('grouped', 'Grouped.', { o: offers }, (db) =>
            db.selectFrom('o').select('o.shop_id').groupBy(['o.shop_id', 'o.price']),
          ),
        ),
      ),
      '"grouped" has a GROUP BY',
    ],
    'a computed key': [
      view('v.v', 'V.', { s: shops, p: perShop }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', (join) => join.on((eb) => eb('p.shop_id', '=', eb('s.shop_id', '+', 1))))
          .select(['s.shop_id', 'p.offer_cnt']),
      ),
      'key "shop_id": it is computed',
    ],
    'keys of types that compare differently than they group': [
      view('v.v', 'V.', { s: shops, p: perRate }, (db) =>
        db.selectFrom('s').innerJoin('p', 'p.rate', 's.rate').select(['s.shop_id', 'p.n']),
      ).describe({ n: 'N.' }),
      'key "rate": it is unknown how values of real compare',
    ],
    'a right join': [
      view('v.v', 'V.', { s: shops, p: perShop, o: offers }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .rightJoin('o', 'o.shop_id', 's.shop_id')
          .select(['o.offer_id', 'p.offer_cnt']),
      ),
      'a right or full join returns rows without a key',
    ],
    'raw text that names the aggregate': [
      view('v.v', 'V.', { s: shops, p: perShop }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .select(['s.shop_id', sql<string>`to_jsonb(p)::text`.as('row_text')]),
      ).describe({ row_text: 'Row.' }),
      'raw text or a whole-row reference names "p"',
    ],
    'a query inside that uses the name again': [
      view('v.v', 'V.', { s: shops, p: perShop, o: offers }, (db) =>
        db
          .selectFrom('s')
          .innerJoin('p', 'p.shop_id', 's.shop_id')
          .where((eb) =>
            eb.exists(eb.selectFrom('o as s').select('s.price').whereRef('s.price', '=', 'p.shop_id')),
          )
          .select(['p.shop_id', 'p.offer_cnt']),
      ),
      'a query inside names a table "s" too',
    ],
    'a window over the groups': [
      joined(
        aggregate('per', 'Rows of a shop.', { of: offers, by: ['shop_id'] }, () => ({
          n: column('Rows.', sql<number>`(sum(count(*)) over ())::integer`),
        })),
      ),
      'column "n": its raw text calls over()',
    ],
  },
}
