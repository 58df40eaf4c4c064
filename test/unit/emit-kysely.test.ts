import { expectTypeOf } from 'expect-type'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Selectable,
} from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database, VYieldsRow } from '../emit/orchard/rows.js'

const db = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (k) => new PostgresIntrospector(k),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

describe('the generated Database', () => {
  it('types a query over views and tables', async () => {
    const query = db
      .selectFrom('fruit.v_yields as y')
      .innerJoin('Farm.trees as t', 't.tree_id', 'y.tree_id')
      .select(['y.tree_id', 'y.best kilos', 't.planted', 't.notes'])
      .where('y.harvests', '>', 1)
    type Row = Awaited<ReturnType<typeof query.execute>>[number]
    expectTypeOf<Row['tree_id']>().toEqualTypeOf<string>()
    expectTypeOf<Row['best kilos']>().toEqualTypeOf<number | null>()
    expectTypeOf<Row['planted']>().toEqualTypeOf<Date | null>()
    expect(query.compile().sql).toContain('from "fruit"."v_yields" as "y"')
    await expect(query.execute()).resolves.toEqual([])
  })

  it('refuses an unknown column and a wrong type', () => {
    // @ts-expect-error -- no such column
    db.selectFrom('fruit.v_yields').select('best_kilos')
    // @ts-expect-error -- a bigint is read as a string
    db.selectFrom('fruit.v_yields').where('tree_id', '=', true)
    expectTypeOf<Selectable<Database['fruit.v_yields']>['harvests']>().toEqualTypeOf<number>()
  })

  it('keeps what was read from being written over, and lets a copy be changed', () => {
    const row: VYieldsRow = { tree_id: '1', harvests: 2, 'best kilos': null, '2nd_look': null, class: 'a' }
    const features = { ...row, harvests: 3 }
    features.harvests += 1
    expect([row.harvests, features.harvests]).toEqual([2, 4])
    // @ts-expect-error -- readonly
    row.harvests = 3
  })
})
