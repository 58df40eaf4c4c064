import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { aggregate, column, countRows, layer, view } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { closeScene, codesOf, described, openScene, orders, people, projectOf, rowsOf } from './scene.js'

beforeAll(openScene)
afterAll(closeScene)

describe('rows stay as many as they are', () => {
  it('where a column that nothing reads returns a set', async () => {
    const letters = layer('letters', 'Letters.', { o: orders }, (q) =>
      q.selectFrom('o').select(['o.customer_id', sql<string>`regexp_split_to_table(o.s, ',')`.as('letter')]),
    )
    const per = aggregate('per', 'Per.', { of: letters, by: ['customer_id'] }, () => ({
      n: column('N.', countRows()),
    }))
    const v = view('v.v', 'V.', { p: per, c: people }, (q) =>
      q.selectFrom('c').innerJoin('p', 'p.customer_id', 'c.customer_id').select(['c.id', 'p.n']),
    )
    expect(await rowsOf(v)).toEqual(['(1,4)', '(3,0)'])
  })

  it('under a window in a step, whatever reads it', async () => {
    const first = view('v.v', 'V.', { o: orders }, (q) =>
      q.selectFrom('o').select(['o.order_id', 'o.customer_id']),
    )
      .once(() => ({ rn: column('Rn.', sql<number>`(row_number() over (order by order_id))::integer`) }))
      .columns((eb) => ({ is_first: column('First.', eb('rn', '=', 1)) }))
    expect(await rowsOf(first)).toEqual(['(10,1,1,t)', '(11,1,2,f)', '(12,2,3,f)'])
  })
})

describe('a whole row has the declared columns', () => {
  it('of a source, a layer and a step', async () => {
    const short = layer('short', 'Short.', { o: orders }, (q) =>
      q.selectFrom('o').select(['o.order_id', 'o.a']),
    )
    const v = view('v.v', 'V.', { short, people }, (q) =>
      q
        .selectFrom('short as o')
        .innerJoin('people as p', 'p.id', 'o.a')
        .select((eb) => [
          sql<string>`to_jsonb(o)::text`.as('raw'),
          eb.cast<string>(eb.fn.toJson('o'), 'text').as('kysely'),
          sql<string>`${eb.table('p')}::text`.as('upstream'),
          jsonArrayFrom(eb.selectFrom('people as q').selectAll('q').whereRef('q.id', '=', 'o.a')).as(
            'nested',
          ),
        ]),
    )
    const rows = await rowsOf(described(v, 'raw', 'kysely', 'upstream', 'nested'))
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain('""order_id"": 10')
    const forms = compileForms(projectOf(described(v, 'raw', 'kysely', 'upstream', 'nested')))
    // A column that is added upstream must not reach the trainer.
    expect('views' in forms && forms.views[0]?.compiled).toContain(
      'JOIN (SELECT people.id, people.customer_id FROM up.people) AS p',
    )
  })
})

describe('what SQL would do without a word is reported', () => {
  it('branches of a union with their columns in another order', () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .select(['o.a', 'o.b'])
        .union(q.selectFrom('o').select(['o.b', 'o.a'])),
    )
    expect(codesOf(v)).toEqual(['FS178'])
  })

  it('two inputs with a column of one name under selectAll', () => {
    const v = view('v.v', 'V.', { o: orders, p: people }, (q) =>
      q.selectFrom('o').innerJoin('p', 'p.id', 'o.a').selectAll(),
    )
    expect(codesOf(v)).toEqual(['FS153'])
  })

  it('a star of what is not declared', () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .innerJoin(sql<{ n: number }>`generate_series(1, 2)`.as('g'), (join) => join.onTrue())
        .selectAll('g'),
    )
    expect(codesOf(v)).toEqual(['FS169'])
  })
})

describe('valid Kysely that names things twice', () => {
  it('table functions and VALUES with column lists', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .selectFrom('o')
        .innerJoin(sql<{ n: number }>`generate_series(1, 2)`.as<'gs'>(sql`gs(n)`), (join) => join.onTrue())
        .innerJoin(
          sql<{ code: number; label: string }>`(values (1, 'one'), (2, 'two'))`.as<'m'>(sql`m(code, label)`),
          (join) => join.onRef('m.code', '=', 'gs.n'),
        )
        .where('o.order_id', '=', 10)
        .select(['gs.n', 'm.label']),
    )
    expect(await rowsOf(described(v, 'n', 'label'))).toEqual(['(1,one)', '(2,two)'])
  })

  it('a WITH named like the input that it reads', async () => {
    const v = view('v.v', 'V.', { o: orders }, (q) =>
      q
        .with('o', (inner) => inner.selectFrom('o').select(['o.order_id']).where('o.a', '=', 7))
        .selectFrom('o')
        .select('o.order_id'),
    )
    expect(await rowsOf(v)).toEqual(['(12)'])
  })

  it('GROUP BY of a key, where the source may be a view', async () => {
    const v = view('v.v', 'V.', { o: orders, p: people }, (q) =>
      q
        .selectFrom('o')
        .leftJoin('p', 'p.customer_id', 'o.customer_id')
        .groupBy('o.order_id')
        .select((eb) => ['o.order_id', 'o.amount', eb.cast<number>(eb.fn.count('p.id'), 'integer').as('n')]),
    )
    expect(await rowsOf(described(v, 'n'))).toEqual(['(10,5,1)', '(11,7,1)', '(12,9,0)'])
  })
})
