import { quoted } from './columns.js'
import { derivedColumns, jsonColumns, profile } from './parts.js'
import type { Shape, ViewPlan } from './view-plan.js'

/** `const base = …` with all 30 columns, and the declarations that it needs. */
export const SHAPES: Record<Shape, (plan: ViewPlan) => string> = {
  /** Aggregates and JSON of an item, from source tables only. */
  source: (plan) => `${profile(plan)}
const base = layer('base_${plan.id}', 'Items with their events.', { i: items${plan.source}, p: prof }, (db) =>
  db
    .selectFrom('i')
    .innerJoin('p', ${on('p', 'i')})
    .where('i.hidden', 'is', null)
    .selectAll('p')
    .select('i.payload'),
)${jsonColumns(plan)}${derivedColumns(plan)}
`,
  /** Two earlier views side by side, the second where it has the item. */
  join: (plan) => `
const base = layer('base_${plan.id}', 'Two features of an item.', { a: v${plan.parents[0]}, b: v${plan.parents[1]} }, (db) =>
  db
    .selectFrom('a')
    .leftJoin('b', ${on('b', 'a')})
    .where('a.n1', '>=', ${plan.salt})
    .select([${quoted(['a.shop_id', 'a.item_id', 'a.n1', 'a.n2', 'a.n4', 'a.n7', 'a.r1', 'a.f1', 'a.t1'])}])
    .select([${quoted(['b.n3', 'b.n5', 'b.n6', 'b.n8', 'b.r2', 'b.f2', 'b.f3'])}]),
)${derivedColumns(plan)}
`,
  /** An earlier view joined with aggregates of its own. */
  aggregate: (plan) => `${profile(plan)}
const base = layer('base_${plan.id}', 'A feature and the events of an item.', { a: v${plan.parents[0]}, p: prof }, (db) =>
  db
    .selectFrom('a')
    .innerJoin('p', ${on('p', 'a')})
    .selectAll('p')
    .select([${quoted(['a.n7', 'a.n8', 'a.f1', 'a.f2', 'a.f3', 'a.t1'])}]),
)${derivedColumns(plan)}
`,
  /** An earlier view joined with values from the item's JSON. */
  json: (plan) => `
const base = layer('base_${plan.id}', 'A feature and the text of an item.', { a: v${plan.parents[0]}, i: items${plan.source} }, (db) =>
  db
    .selectFrom('a')
    .innerJoin('i', ${on('i', 'a')})
    .where('i.price', '>', ${plan.salt})
    .select([${quoted(['a.shop_id', 'a.item_id', 'a.n1', 'a.n2', 'a.n3', 'a.n4', 'a.n5', 'a.n6', 'a.r1', 'a.r2'])}])
    .select('i.payload'),
)${jsonColumns(plan)}${derivedColumns(plan)}
`,
  /** Two earlier views joined and grouped by the key, in plain Kysely. */
  group: (plan) => `
const base = layer('base_${plan.id}', 'Features of an item in sum.', { a: v${plan.parents[0]}, b: v${plan.parents[1]} }, (db) =>
  db
    .selectFrom('a')
    .innerJoin('b', 'b.shop_id', 'a.shop_id')
    .groupBy(['a.shop_id', 'a.item_id'])
    .select((eb) => [
      'a.shop_id',
      'a.item_id',
      ${GROUPED.map((name) => `${greatest(name)}.as('${name}')`).join(',\n      ')},
    ]),
).describe({ ${GROUPED.map((name) => `${name}: 'Greatest ${name} of shop and item.'`).join(', ')} })${derivedColumns(plan)}
`,
}

const GROUPED = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'r1', 'r2', 'f1', 'f2', 'f3', 't1']

const greatest = (name: string): string =>
  name.startsWith('f') ? `eb.fn<boolean>('bool_or', ['b.${name}'])` : `eb.fn.max('b.${name}')`

const on = (right: string, left: string): string =>
  `(join) => join.onRef('${right}.shop_id', '=', '${left}.shop_id').onRef('${right}.item_id', '=', '${left}.item_id')`
