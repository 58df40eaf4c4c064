import { sql } from 'kysely'
import { aggregate, column, countRows, layer, maxWhere, view } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeScene, described, openScene, orders, people, rowsOf } from './scene.js'

beforeAll(openScene)
afterAll(closeScene)

/** Every query calls what it reads `t`: another thing each time. */
describe('inputs of nested queries may have one name', () => {
  const inner = layer('inner_rows', 'Inner.', { t: orders }, (q) =>
    q.selectFrom('t').select(['t.order_id', 't.customer_id', 't.amount']).where('t.amount', '>', 5),
  )
  const middle = layer('middle_rows', 'Middle.', { t: inner }, (q) =>
    q.selectFrom('t').select(['t.order_id', 't.customer_id']).where('t.order_id', '<', 12),
  )

  it('of layers in layers', async () => {
    const v = view('v.v', 'V.', { t: middle }, (q) =>
      q.selectFrom('t').select(['t.order_id', 't.customer_id']),
    )
    expect(await rowsOf(v)).toEqual(['(11,1)'])
  })

  it('of layers side by side, and of one that stands there twice', async () => {
    const v = view('v.v', 'V.', { t: inner, u: middle, s: people }, (q) =>
      q
        .selectFrom('t')
        .leftJoin('u', 'u.order_id', 't.order_id')
        .leftJoin('t as again', 'again.customer_id', 't.customer_id')
        .leftJoin('s', 's.customer_id', 't.customer_id')
        .select(['t.order_id', 'u.customer_id', 'again.amount', 's.id']),
    )
    expect(await rowsOf(v)).toEqual(['(11,1,7,1)', '(12,,9,)'])
  })

  it('in raw SQL that says the name', async () => {
    const raw = layer('raw_rows', 'Raw.', { t: orders }, (q) =>
      q
        .selectFrom('t')
        .select(['t.order_id', sql<number>`t.amount * 2`.as('twice')])
        .where(sql<boolean>`t.a = 1`),
    )
    const v = view('v.v', 'V.', { t: raw }, (q) =>
      q
        .selectFrom('t')
        .select(['t.order_id', sql<number>`t.twice + 1`.as('more')])
        .where(sql<boolean>`t.twice > 10`),
    )
    expect(await rowsOf(described(v, 'more'))).toEqual(['(11,15)'])
  })

  it('in correlated subqueries, where the inner name hides the outer one', async () => {
    const v = view('v.v', 'V.', { t: inner, p: people }, (q) =>
      q
        .selectFrom('t')
        .select((eb) => [
          't.order_id',
          eb.selectFrom('p as t').select('t.id').where('t.id', '=', 2).as('hidden'),
          eb.selectFrom('p').select('p.id').whereRef('p.customer_id', '=', 't.customer_id').as('found'),
          sql<string>`(select string_agg(t.x, '') from (values ('a'), ('b')) as t(x))`.as('raw'),
        ]),
    )
    expect(await rowsOf(described(v, 'hidden', 'found', 'raw'))).toEqual(['(11,2,1,ab)', '(12,2,,ab)'])
  })

  it('of aggregates, of the rows that they are of, and of what joins them', async () => {
    const per = aggregate('per', 'Per.', { of: inner, by: ['customer_id'] }, (eb) => ({
      n: column('N.', countRows()),
      most: column('Most.', maxWhere(eb.ref('amount'))),
    }))
    const joined = layer('joined', 'Joined.', { t: people, per }, (q) =>
      q
        .selectFrom('t')
        .innerJoin('per', 'per.customer_id', 't.customer_id')
        .select(['t.id', 'per.n', 'per.most']),
    )
    const over = aggregate('over_joined', 'Over.', { of: joined, by: ['id'] }, (eb) => ({
      n: column('N.', maxWhere(eb.ref('n'))),
    }))
    const v = view('v.v', 'V.', { t: people, per: over }, (q) =>
      q.selectFrom('t').innerJoin('per', 'per.id', 't.id').select(['t.id', 'per.n']),
    )
    expect(await rowsOf(v)).toEqual(['(1,1)', '(2,)', '(3,0)'])
    // An aggregate that is read under the name of the layer that it is of, by a query that reads that layer too.
    const both = view('v.v', 'V.', { inner_rows: per, t: inner }, (q) =>
      q
        .selectFrom('t')
        .innerJoin('inner_rows', 'inner_rows.customer_id', 't.customer_id')
        .select(['t.order_id', 'inner_rows.most']),
    )
    expect(await rowsOf(both)).toEqual(['(11,7)', '(12,9)'])
  })

  it('in raw SQL of aggregates and of their join', async () => {
    const per = aggregate('t', 'Per.', { of: inner, by: ['customer_id'] }, (eb) => ({
      n: column('N.', sql<number>`count(*) filter (where ${eb.ref('amount')} > 6)`),
    }))
    const v = view('v.v', 'V.', { o: people, t: per }, (q) =>
      q
        .selectFrom('o')
        .innerJoin('t', 't.customer_id', 'o.customer_id')
        .select(['o.id', sql<number>`t.n + o.id`.as('sum')]),
    )
    expect(await rowsOf(described(v, 'sum'))).toEqual(['(1,2)', '(3,3)'])
  })

  it('in steps over rows that are called like an input or a layer', async () => {
    const t = layer('t', 'T.', { row: orders }, (q) =>
      q.selectFrom('row').select(['row.order_id', 'row.amount']),
    )
      .once((eb) => ({ step: column('Step.', eb('amount', '+', 1)) }))
      .columns((eb) => ({
        step_1: column('Twice.', eb('step', '*', 2)),
        t_1: column('T.', sql<number>`${eb.ref('step')} - 1`),
      }))
    const v = view('v.v', 'V.', { step: t }, (q) => q.selectFrom('step').selectAll('step'))
      .once((eb) => ({ row: column('Row.', eb('step_1', '+', eb.ref('step'))) }))
      .columns((eb) => ({ last: column('Last.', sql<number>`${eb.ref('row')} + ${eb.ref('t_1')}`) }))
    expect(await rowsOf(v)).toEqual(['(10,5,6,12,5,18,23)', '(11,7,8,16,7,24,31)', '(12,9,10,20,9,30,39)'])
  })

  it('with a name that WITH gives, in the query and in a layer of it', async () => {
    const cte = layer('cte_rows', 'Cte.', { t: orders }, (q) =>
      q
        .with('u', (db) => db.selectFrom('t').select(['t.order_id', 't.amount']).where('t.amount', '>', 5))
        .selectFrom('u')
        .select(['u.order_id', 'u.amount']),
    )
    const v = view('v.v', 'V.', { t: cte, u: people }, (q) =>
      q
        .with('t', (db) => db.selectFrom('t').select(['t.order_id']).where('t.amount', '>', 7))
        .selectFrom('t')
        .leftJoin('u', 'u.id', 't.order_id')
        .select(['t.order_id', 'u.customer_id']),
    )
    expect(await rowsOf(v)).toEqual(['(12,)'])
  })
})
