import { sql } from 'kysely'
import { allOf, column, isTrue, not, ratio, type Relation, view } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { closeScene, codesOf, described, openScene, orders, people, projectOf, rowsOf } from './scene.js'

beforeAll(openScene)
afterAll(closeScene)

describe('a raw fragment is a unit', () => {
  const counted = (build: (o: typeof orders) => Relation<object>) => rowsOf(build(orders))

  it('beside another condition', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select('o.order_id')
        .where(sql<boolean>`a = 1 or b = 2`)
        .where('o.customer_id', '=', 1),
    )
    expect(await rowsOf(v)).toEqual(['(10)', '(11)'])
  })

  it('in allOf and in brackets', async () => {
    const either = sql<boolean>`a = 1 or b = 2`
    await expect(
      counted((o) =>
        view('v.v', 'V.', { o }, (q) =>
          q
            .selectFrom('o')
            .select('o.order_id')
            .where((eb) => allOf(either, eb('o.order_id', '<', 11))),
        ),
      ),
    ).resolves.toEqual(['(10)'])
    await expect(
      counted((o) =>
        view('v.v', 'V.', { o }, (q) =>
          q
            .selectFrom('o')
            .select('o.order_id')
            .where((eb) => eb.and([eb.parens(either), eb('o.order_id', '>', 11)])),
        ),
      ),
    ).resolves.toEqual(['(12)'])
  })

  it('that begins and ends with brackets that do not match', async () => {
    const v = described(
      view('v.v', 'V.', { o: orders }, (q) =>
        q
          .selectFrom('o')
          .select((eb) => [
            eb.cast<number>(sql`(o.a) / (o.b)`, 'double precision').as('cast'),
            eb(sql<number>`10`, '-', sql<number>`(o.a) - (o.b)`).as('minus'),
            not(sql<boolean>`(o.a = 1) or (o.b = 2)`).as('negated'),
            isTrue(sql<boolean>`(o.a = 1) and (o.b = 9)`).as('true'),
            eb.neg(sql<number>`(o.a) - (o.b)`).as('neg'),
            ratio(sql<number>`(o.a) - (o.b)`, sql<number>`(o.b) - (o.a)`).as('ratio'),
          ]),
      ),
      'cast',
      'minus',
      'negated',
      'true_',
      'neg',
      'ratio',
    )
    expect(codesOf(v)).toContain('FS155')
    const renamed = described(
      view('v.v', 'V.', { o: orders }, (q) =>
        q
          .selectFrom('o')
          .where('o.order_id', '=', 10)
          .select((eb) => [
            eb.cast<number>(sql`(o.a) / (o.b)`, 'double precision').as('quotient'),
            eb(sql<number>`10`, '-', sql<number>`(o.a) - (o.b)`).as('minus'),
            not(sql<boolean>`(o.a = 1) or (o.b = 2)`).as('negated'),
            isTrue(sql<boolean>`(o.a = 1) and (o.b = 9)`).as('is_true'),
            eb.neg(sql<number>`(o.a) - (o.b)`).as('neg'),
            ratio(sql<number>`(o.a) - (o.b)`, sql<number>`(o.b) - (o.a)`).as('share'),
          ]),
      ),
      'quotient',
      'minus',
      'negated',
      'is_true',
      'neg',
      'share',
    )
    expect(await rowsOf(renamed)).toEqual(['(0,11,f,f,1,-1)'])
  })

  it('that ends in a comment, or is left open', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select('o.order_id')
        .where(sql<boolean>`a = 1 -- the first`)
        .where('o.order_id', '=', 10),
    )
    expect(await rowsOf(v)).toEqual(['(10)'])
    for (const raw of ['a = 1)', "s = 'x", 'a = 1; drop table t', 'a = 1 /* x', 'a = $1']) {
      const broken = view('v.v', 'V.', { o: orders }, (q) =>
        q
          .selectFrom('o')
          .select('o.order_id')
          .where(sql.raw(raw) as never),
      )
      expect(codesOf(broken), raw).toEqual(['FS179'])
    }
  })

  it('that cannot have brackets', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select('o.order_id')
        .where('o.a', '=', sql<number>`any(array[1, 3])`)
        .where('o.a', '!=', sql<number>`all(array[4, 5])`)
        .where('o.s', 'like', sql<string>`'%!%' escape '!'`)
        .where('o.b', 'is', sql<null>`distinct from 3`)
        .where('o.b', 'in', sql<number>`(2, 4)`),
    )
    expect(compileForms(projectOf(v))).not.toHaveProperty('diagnostics')
    expect(await rowsOf(v)).toEqual([])
  })

  it('sees the columns of the row so far', async () => {
    const v = described(
      view('v.v', 'V.', { o: orders }, (q) =>
        q.selectFrom('o').select((eb) => ['o.order_id', eb('o.amount', '*', 100).as('amount')]),
      ).columns(() => ({ twice: column('Twice.', sql<number>`amount * 2`) })),
      'amount',
    )
    expect(await rowsOf(v)).toEqual(['(10,500,1000)', '(11,700,1400)', '(12,900,1800)'])
  })

  it('that looks like a call and is none', async () => {
    const v = described(
      view('v.v', 'V.', { p: people }, (q) =>
        q
          .selectFrom('p')
          .select((eb) => [
            'p.id',
            isTrue(sql<boolean>`not (p.customer_id = 1)`).as('other'),
            eb(sql<boolean>`not (p.customer_id = 1)`, 'is', null).as('unknown'),
            eb.cast<string>(sql<boolean>`not (p.customer_id = 1)`, 'text').as('as_text'),
          ]),
      ),
      'other',
      'unknown',
      'as_text',
    )
    expect(await rowsOf(v)).toEqual(['(1,f,f,false)', '(2,f,t,)', '(3,t,f,true)'])
  })

  it('that sql.ref made is a column of the SELECT list in ORDER BY', async () => {
    const v = described(
      view('v.v', 'V.', { o: orders }, (q) =>
        q
          .selectFrom('o')
          .select((eb) => ['o.order_id', eb.neg(eb.ref('o.order_id')).as('amount')])
          .orderBy(sql.ref('amount'))
          .limit(1),
      ),
      'amount',
    )
    expect(await rowsOf(v)).toEqual(['(12,-12)'])
  })

  it('that sets the collation of an ORDER BY keeps its letters', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select('o.order_id')
        .orderBy('o.s', sql`collate "C" desc`)
        .limit(1),
    )
    expect(await rowsOf(v)).toEqual(['(10)'])
  })
})
