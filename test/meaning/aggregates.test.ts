import { sql } from 'kysely'
import { aggregate, column, countRows, layer, view } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeScene, codesOf, openScene, orders, people, rowsOf } from './scene.js'

beforeAll(openScene)
afterAll(closeScene)

const perCustomer = aggregate(
  'per_customer',
  'Orders of a customer.',
  { of: orders, by: ['customer_id'] },
  () => ({
    n: column('Orders.', countRows()),
  }),
)

describe('an aggregate', () => {
  it('of a relation whose name is an input of its reader counts the rows of each key', async () => {
    const v = view('v.v', 'V.', { orders, p: perCustomer }, (q) =>
      q
        .selectFrom('orders')
        .innerJoin('p', 'p.customer_id', 'orders.customer_id')
        .select(['orders.order_id', 'p.n']),
    )
    expect(await rowsOf(v)).toEqual(['(10,2)', '(11,2)', '(12,1)'])
  })

  it('has no row for a key that is NULL, and one for a key without rows', async () => {
    const v = view('v.v', 'V.', { people, p: perCustomer }, (q) =>
      q
        .selectFrom('people')
        .innerJoin('p', 'p.customer_id', 'people.customer_id')
        .select(['people.id', 'p.n']),
    )
    expect(await rowsOf(v)).toEqual(['(1,2)', '(3,0)'])
  })

  it('of a layer with a raw OR sees the rows of the key that the OR lets through', async () => {
    const some = layer('few', 'Some.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .selectAll('o')
        .where(sql<boolean>`a = 1 or b = 2`),
    )
    const per = aggregate('per', 'Per.', { of: some, by: ['customer_id'] }, () => ({
      n: column('N.', countRows()),
    }))
    const v = view('v.v', 'V.', { o: orders, p: per }, (q) =>
      q.selectFrom('o').innerJoin('p', 'p.customer_id', 'o.customer_id').select(['o.order_id', 'p.n']),
    )
    expect(await rowsOf(v)).toEqual(['(10,2)', '(11,2)', '(12,1)'])
  })

  it('of a layer with a window sees the window over the whole layer', async () => {
    const ranked = layer('ranked', 'Ranked.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select(['o.customer_id', sql<number>`row_number() over (order by o.order_id)`.as('rn')]),
    )
    const per = aggregate('per', 'Per.', { of: ranked, by: ['customer_id'] }, (eb) => ({
      top: column('Top.', eb.cast(eb.fn.max('rn'), 'integer')),
    }))
    const v = view('v.v', 'V.', { o: orders, p: per }, (q) =>
      q.selectFrom('o').innerJoin('p', 'p.customer_id', 'o.customer_id').select(['o.order_id', 'p.top']),
    )
    expect(await rowsOf(v)).toEqual(['(10,2)', '(11,2)', '(12,3)'])
  })

  it('gives a lateral join the column that only it reads', async () => {
    const v = view('v.v', 'V.', { o: orders, p: perCustomer, w: people }, (q) =>
      q
        .selectFrom('o')
        .innerJoin('p', 'p.customer_id', 'o.customer_id')
        .innerJoinLateral(
          (eb) =>
            eb
              .selectFrom('w')
              .whereRef('w.id', '<', 'p.n')
              .select((c) => c.fn.max('w.id').as('top'))
              .as('x'),
          (join) => join.onTrue(),
        )
        .select(['o.order_id', 'x.top']),
    ).describe({ top: 'Top.' })
    expect(await rowsOf(v)).toEqual(['(10,1)', '(11,1)', '(12,)'])
  })

  it('is refused in a step', () => {
    const v = view('v.v', 'V.', { o: orders }, (q) => q.selectFrom('o').select('o.a')).columns(() => ({
      n: column('N.', countRows()),
    }))
    expect(codesOf(v)).toEqual(['FS177'])
  })

  it('whose key raw text names bare is found by it', async () => {
    const v = view('v.v', 'V.', { people, p: perCustomer, o: orders }, (q) =>
      q.selectFrom('people').select((eb) => [
        'people.id',
        eb
          .selectFrom('o')
          .innerJoin('p', 'p.customer_id', 'o.a')
          .where(sql<boolean>`n > 0 and order_id > 0`)
          .select((inner) => inner.fn.sum<number>('p.n').as('n'))
          .as('n'),
      ]),
    ).describe({ n: 'N.' })
    expect(await rowsOf(v)).toEqual(['(1,4)', '(2,4)', '(3,4)'])
  })

  it('inside a query, by the key of one around it, where a name is used again', async () => {
    const perA = aggregate('per_a', 'Per a.', { of: orders, by: ['a'] }, () => ({
      m: column('M.', countRows()),
    }))
    const v = view('v.v', 'V.', { o: orders, p: perCustomer, i: orders, r: perA }, (q) =>
      q
        .selectFrom('o')
        .innerJoin('p', 'p.customer_id', 'o.customer_id')
        .select((eb) => [
          'o.order_id',
          eb
            .selectFrom('i as o')
            .innerJoin('r', 'r.a', 'p.customer_id')
            .select((inner) => inner.fn.sum<number>('r.m').as('s'))
            .as('s'),
        ]),
    ).describe({ s: 'S.' })
    expect(await rowsOf(v)).toEqual(['(10,6)', '(11,6)', '(12,0)'])
  })

  it('has the type of its own key, also where the join is to a narrower one', async () => {
    const wide = layer('wide', 'Wide.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select((eb) => ['o.order_id', eb.cast<string>(eb.ref('o.customer_id'), 'bigint').as('c')]),
    )
    const per = aggregate('per', 'Per.', { of: wide, by: ['c'] }, () => ({ n: column('N.', countRows()) }))
    const v = view('v.v', 'V.', { o: orders, p: per }, (q) =>
      q
        .selectFrom('o')
        .innerJoin('p', (join) => join.onRef('p.c', '=', sql.ref('o.customer_id') as never))
        .where('o.order_id', '=', 10)
        .select((eb) => [eb('p.c', '*', '2000000000').as('big'), 'p.n']),
    ).describe({ big: 'Big.' })
    expect(await rowsOf(v)).toEqual(['(2000000000,2)'])
  })

  it('may read a ROLLUP, which a key does not widen', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .where('o.order_id', '=', 10)
        .groupBy(['o.order_id', sql`rollup (o.s)`])
        .select((eb) => ['o.order_id', 'o.s', eb.cast<number>(eb.fn.countAll(), 'integer').as('n')]),
    ).describe({ n: 'N.' })
    expect(await rowsOf(v)).toEqual(['(10,"x,y,z",1)', '(10,,1)'])
  })

  it('is joined by a constant, a BigInt among them', async () => {
    const v = view('v.v', 'V.', { people, p: perCustomer }, (q) =>
      q
        .selectFrom('people')
        .innerJoin('p', (join) => join.on('p.customer_id', '=', 1n as never))
        .select(['people.id', 'p.n']),
    )
    expect(await rowsOf(v)).toEqual(['(1,2)', '(2,2)', '(3,2)'])
  })

  it("keeps names of 63 bytes apart, its own and the compiler's", async () => {
    const long = 'n'.repeat(63)
    const wide = layer(long, 'Wide.', { o: orders }, (q) =>
      q.selectFrom('o').select(['o.customer_id', 'o.a']),
    )
      .columns((eb) => ({
        [long]: column('Long.', eb('a', '+', 1)),
        step_1: column('Named like a step.', eb('a', '+', 2)),
      }))
      .columns((eb) => ({ total: column('Sum.', eb(long as 'a', '+', eb.ref('step_1' as 'a'))) }))
      .columns((eb) => ({ again: column('Again.', eb('total', '*', 2)) }))
    const v = view('v.v', 'V.', { wide }, (q) => q.selectFrom('wide').select(['wide.again'])).columns(
      (eb) => ({
        step_1: column('Named like a step.', eb('again', '+', 1)),
      }),
    )
    expect(await rowsOf(v)).toEqual(['(10,11)', '(10,11)', '(34,35)'])
  })

  it('inside a query, by a column of the query around it whose table has the name of a later one', async () => {
    const v = view('v.v', 'V.', { o: orders, p: perCustomer, i: orders }, (q) =>
      q.selectFrom('o').select((eb) => [
        'o.order_id',
        eb
          .selectFrom('i')
          .innerJoin('p', (join) => join.onRef('p.customer_id', '=', 'o.customer_id'))
          .innerJoin('i as o', (join) => join.on('o.order_id', '=', 12))
          .select((inner) => inner.fn.max<number>('p.customer_id').as('c'))
          .as('c'),
      ]),
    ).describe({ c: 'C.' })
    expect(await rowsOf(v)).toEqual(['(10,1)', '(11,1)', '(12,2)'])
  })

  it('of rows with a column named like their table, in raw text', async () => {
    const a = layer('a', 'A.', { o: orders }, (q) => q.selectFrom('o').select(['o.customer_id', 'o.a']))
    const per = aggregate('per', 'Per.', { of: a, by: ['customer_id'] }, () => ({
      top: column('Top.', sql<number>`max(a)`),
    }))
    const v = view('v.v', 'V.', { a_row: orders, p: per }, (q) =>
      q
        .selectFrom('a_row as a_2')
        .innerJoin('p', 'p.customer_id', 'a_2.customer_id')
        .select(['a_2.order_id', 'p.top']),
    )
    expect(await rowsOf(v)).toEqual(['(10,1)', '(11,1)', '(12,7)'])
  })
})
