import { OUTPUTS, quoted } from '../synthetic/columns.js'
import type { Shape, ViewPlan } from '../synthetic/view-plan.js'

/** Tables that a query reads, by alias. */
type Tables = Readonly<Record<string, string>>

interface PlainShape {
  readonly tables: (plan: ViewPlan) => Tables
  /** Up to the table `base`, or `json` where values are read from JSON. */
  readonly steps: (plan: ViewPlan) => string
  readonly last: 'base' | 'json'
}

const row = (id: string): string => `V${id}Row`

const profile = ({ salt }: ViewPlan): string => `
    .with('rows', (q) =>
      q.selectFrom('e').selectAll('e').where('e.version', '=', ${salt}).select((eb) => [
        eb('e.finished', 'is', true).as('done'),
        eb('e.level', 'is not', null).as('seen'),
        eb.and([eb('e.finished', 'is', true), eb.between('e.health', ${salt * 10}, 100)]).as('hit'),
      ]),
    )
    .with('gated', (q) =>
      q.selectFrom('rows').selectAll('rows').select((eb) => [
        eb.and([eb('done', '=', true), eb('stock_photo', 'is not', true)]).as('own'),
        eb.case().when(eb.and([eb('done', '=', true), eb('quality', '>=', 2)])).then(eb.ref('level')).end().as('bare'),
      ]),
    )
    .with('p', (q) =>
      q.selectFrom('gated').groupBy(['shop_id', 'item_id']).select((eb) => [
        'shop_id',
        'item_id',
        eb.fn.countAll<number>().as('n1'),
        eb.fn.countAll<number>().filterWhere('done', '=', true).as('n2'),
        eb.fn.countAll<number>().filterWhere(eb.and([eb('own', '=', true), eb('seen', '=', true)])).as('n3'),
        eb.fn.max('bare').as('n4'),
        eb.fn.min('health').filterWhere('hit', '=', true).as('n5'),
        eb.fn.countAll<number>().filterWhere('bare', '>=', ${salt}).as('n6'),
        eb.fn.avg<number | null>('bare').as('r1'),
        eb.fn.avg<number | null>('quality').filterWhere('own', '=', true).as('r2'),
      ]),
    )`

const json = `
    .with('json', (q) =>
      q.selectFrom('base').selectAll('base').select([
        sql<number | null>\`(payload ->> 'health')::integer\`.as('n7'),
        sql<number | null>\`(payload -> 'decision' ->> 'sev')::integer\`.as('n8'),
        sql<boolean | null>\`(payload -> 'decision' ->> 'glass')::boolean\`.as('f1'),
        sql<boolean | null>\`(payload -> 'decision' ->> 'charging')::boolean\`.as('f2'),
        sql<boolean>\`jsonb_typeof(payload -> 'decision') = 'object'\`.as('f3'),
        sql<string | null>\`payload -> 'decision' ->> 'label'\`.as('t1'),
      ]),
    )`

const derived = ({ salt }: ViewPlan, from: string): string => `
    .with('first', (q) =>
      q.selectFrom('${from}').selectAll('${from}').select((eb) => [
        eb('n1', '-', eb.ref('n2')).as('n9'),
        eb.case().when('n3', '>=', ${salt}).then(2).when('n6', '>=', 1).then(1).else(0).end().as('n10'),
        eb.fn.coalesce('n4', 'n8').as('n11'),
        eb('n2', '/', eb.ref('n1')).as('r3'),
        eb(eb('n7', '<', ${salt * 10}), 'is', true).as('f4'),
        eb.or([eb('f1', '=', true), eb('f2', '=', true), eb('f3', '=', true)]).as('f5'),
        eb.case().when('n7', '<', ${salt * 5}).then('low').when('n7', '<', ${salt * 10}).then('middle').else('high').end().as('t2'),
      ]),
    )
    .with('second', (q) =>
      q.selectFrom('first').selectAll('first').select((eb) => [
        eb.case().when(eb.and([eb('f5', '=', true), eb('n8', '<', 3)])).then(3)
          .when(eb.and([eb('f4', '=', true), eb('n8', '<', 2)])).then(2).else(eb.ref('n8')).end().as('n12'),
        eb('n10', '/', eb.ref('n11')).as('r4'),
        eb('n11', 'is not', null).as('f6'),
        eb('n10', '>=', 1).as('f7'),
        eb.not(eb('f5', '=', true)).as('f8'),
        eb.case().when('n9', '>', ${salt}).then('many').when('n9', '=', 0).then('none').else('few').end().as('t3'),
        eb.case().when('f4', '=', true).then(eb.ref('t1')).end().as('t4'),
      ]),
    )`

const on = (right: string, left: string): string =>
  `(join) => join.onRef('${right}.shop_id', '=', '${left}.shop_id').onRef('${right}.item_id', '=', '${left}.item_id')`

const base = (query: string): string => `
    .with('base', (q) =>
      q${query},
    )`

const GROUPED = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'r1', 'r2', 'f1', 'f2', 'f3', 't1']

const greatest = (name: string): string =>
  `${name.startsWith('f') ? `eb.fn<boolean>('bool_or', ['b.${name}'])` : `eb.fn.max('b.${name}')`}.as('${name}')`

/** The shapes of `bench/synthetic/shapes.ts` as somebody writes them with Kysely alone. */
const SHAPES: Readonly<Record<Shape, PlainShape>> = {
  source: {
    tables: ({ source }) => ({ i: `Items${source}Row`, e: `Events${source}Row` }),
    steps: (plan) =>
      profile(plan) +
      base(
        `.selectFrom('i').innerJoin('p', ${on('p', 'i')}).where('i.hidden', 'is', null).selectAll('p').select('i.payload')`,
      ) +
      json,
    last: 'json',
  },
  join: {
    tables: ({ parents }) => ({ a: row(parents[0]), b: row(parents[1]) }),
    steps: ({ salt }) =>
      base(`.selectFrom('a').leftJoin('b', ${on('b', 'a')}).where('a.n1', '>=', ${salt})
        .select([${quoted(['a.shop_id', 'a.item_id', 'a.n1', 'a.n2', 'a.n4', 'a.n7', 'a.r1', 'a.f1', 'a.t1'])}])
        .select([${quoted(['b.n3', 'b.n5', 'b.n6', 'b.n8', 'b.r2', 'b.f2', 'b.f3'])}])`),
    last: 'base',
  },
  aggregate: {
    tables: ({ parents, source }) => ({ a: row(parents[0]), e: `Events${source}Row` }),
    steps: (plan) =>
      profile(plan) +
      base(
        `.selectFrom('a').innerJoin('p', ${on('p', 'a')}).selectAll('p').select([${quoted(['a.n7', 'a.n8', 'a.f1', 'a.f2', 'a.f3', 'a.t1'])}])`,
      ),
    last: 'base',
  },
  json: {
    tables: ({ parents, source }) => ({ a: row(parents[0]), i: `Items${source}Row` }),
    steps: ({ salt }) =>
      base(`.selectFrom('a').innerJoin('i', ${on('i', 'a')}).where('i.price', '>', ${salt})
        .select([${quoted(['a.shop_id', 'a.item_id', 'a.n1', 'a.n2', 'a.n3', 'a.n4', 'a.n5', 'a.n6', 'a.r1', 'a.r2'])}])
        .select('i.payload')`) + json,
    last: 'json',
  },
  group: {
    tables: ({ parents }) => ({ a: row(parents[0]), b: row(parents[1]) }),
    steps: () =>
      base(`.selectFrom('a').innerJoin('b', 'b.shop_id', 'a.shop_id').groupBy(['a.shop_id', 'a.item_id'])
        .select((eb) => ['a.shop_id', 'a.item_id', ${GROUPED.map(greatest).join(', ')}])`),
    last: 'base',
  },
}

/** The same columns as the module of a view has, as a query of Kysely alone, over generated row types. */
export function plainModule(plan: ViewPlan): string {
  const { tables, steps, last } = SHAPES[plan.shape]
  const read = tables(plan)
  const types = [...new Set(Object.values(read))].toSorted()
  const query = `${steps(plan)}${derived(plan, last)}
    .selectFrom('second')
    .select([${quoted(OUTPUTS)}])`
  return `import { ${query.includes('sql<') ? 'sql, ' : ''}type Kysely } from 'kysely'
import type { ${types.join(', ')} } from '../generated/rows.js'

export const v${plan.id} = (db: Kysely<{ ${Object.entries(read)
    .map(([alias, type]) => `${alias}: ${type}`)
    .join('; ')} }>) =>
  db${query}
`
}
