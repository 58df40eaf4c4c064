import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import {
  aggregate,
  allOf,
  column,
  countRows,
  defineProject,
  integer,
  isTrue,
  layer,
  not,
  nullable,
  ratio,
  type Relation,
  source,
  text,
  view,
} from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { compareForms } from './compare-forms.js'

const orders = source('up.orders', 'Orders.', {
  key: ['order_id'],
  columns: {
    order_id: integer('Order.'),
    customer_id: integer('Customer.'),
    amount: integer('Amount.'),
    a: integer('A.'),
    b: integer('B.'),
    s: text('Letters.'),
  },
})
const people = source('up.people', 'People, some of them without a customer.', {
  key: ['id'],
  columns: { id: integer('Person.'), customer_id: nullable(integer('Customer.')) },
})

const inserts = new Map([
  ['up.orders', `INSERT INTO up.orders VALUES (10,1,5,1,2,'x,y,z'), (11,1,7,1,4,'p'), (12,2,9,7,2,'q,r');`],
  ['up.people', 'INSERT INTO up.people VALUES (1, 1), (2, NULL), (3, 5);'],
])

let db: PGlite
beforeAll(async () => {
  db = await PGlite.create()
  await db.exec(
    'CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp',
  )
})
afterAll(() => db.close())

const projectOf = (relation: Relation<object>) =>
  defineProject({ name: 'natural', sql: { '01_v.sql': [relation] } })

/** Rows of a view as text, in order; the compiled and the plain form are asserted to agree. */
async function rowsOf(relation: Relation<object>): Promise<string[]> {
  const project = projectOf(relation)
  const comparison = await compareForms(db, { project, inserts })
  expect(comparison).toMatchObject({ kind: 'same' })
  const forms = compileForms(project)
  if ('diagnostics' in forms) throw new Error('refused')
  await db.exec('BEGIN')
  try {
    for (const { schema, name, columns } of forms.sources)
      await db.exec(
        `CREATE TABLE ${schema}.${name} (${columns.map((c) => `${c.name} ${c.type}`).join(', ')}); ${inserts.get(`${schema}.${name}`) ?? ''}`,
      )
    const [last] = forms.views.slice(-1)
    const { rows } = await db.query<{ row: string }>(
      `SELECT t::text AS row FROM (${last?.compiled}) AS t ORDER BY t`,
    )
    return rows.map(({ row }) => row)
  } finally {
    await db.exec('ROLLBACK')
  }
}

/** Codes with which a view is refused. */
function codesOf(relation: Relation<object>): string[] {
  const forms = compileForms(projectOf(relation))
  return 'diagnostics' in forms ? forms.diagnostics.map(({ code }) => code) : []
}

const described = <R extends { describe: (comments: never) => unknown }>(query: R, ...names: string[]): R =>
  query.describe(Object.fromEntries(names.map((name) => [name, `${name}.`])) as never) as R

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
})

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
})

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
