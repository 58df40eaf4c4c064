import {
  column,
  type Columns,
  modeOf,
  overFrame,
  type OverFrameSettings,
  percentileOf,
  type RowBuilder,
  type RowOf,
  view,
} from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts } from './relations.js'
import { openStage, type Stage } from './stage.js'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

type Row = Pick<RowOf<typeof facts>, 'fact_id' | 'k' | 'at' | 'v'>

/** Two facts of the same instant, one a day later, one 30 days later, one of another key, and one without an instant. */
const GIVEN = [
  `(1, 1, '2026-03-01 00:00+00', NULL, 10, 'x')`,
  `(2, 1, '2026-03-01 00:00+00', NULL, 20, 'x')`,
  `(3, 1, '2026-03-02 00:00+00', NULL, NULL, 'x')`,
  `(4, 1, '2026-03-31 00:00+00', NULL, 40, 'x')`,
  `(5, 2, '2026-03-01 12:00+00', NULL, 50, 'x')`,
  `(6, 1, NULL, NULL, 60, 'x')`,
].join()

const framed = (define: (eb: RowBuilder<Row>) => Columns) =>
  view('v.framed', 'Facts with frames.', { f: facts }, (db) =>
    db.selectFrom('f').select(['f.fact_id', 'f.k', 'f.at', 'f.v']),
  ).columns(define)

/** The sum of the values in the frame of each fact. */
async function sums(settings: (eb: RowBuilder<Row>) => OverFrameSettings): Promise<readonly unknown[]> {
  const read = framed((eb) => ({ total: column('Sum.', overFrame(eb.fn.sum<string>('v'), settings(eb))) }))
  const rows = await stage.rowsOf(read, { 'up.facts': GIVEN })
  return rows.map(({ total }) => total)
}

describe('overFrame', () => {
  it('without an order is the partition, by expressions too', async () => {
    expect(await sums(() => ({}))).toEqual([180, 180, 180, 180, 180, 180])
    expect(await sums((eb) => ({ partitionBy: [eb.ref('k')] }))).toEqual([130, 130, 130, 130, 50, 130])
    expect(await sums((eb) => ({ partitionBy: [eb.ref('k'), eb('v', '>', 15)] }))).toEqual([
      10,
      120,
      null,
      120,
      50,
      120,
    ])
  })

  const timed = (eb: RowBuilder<Row>) =>
    ({ partitionBy: [eb.ref('k')], orderBy: [{ by: eb.ref('at'), direction: 'asc' }] }) as const

  it('RANGE measures time and includes the peers, unless they are excluded', async () => {
    const range = ['30 days preceding', 'current row'] as const
    expect(await sums((eb) => ({ ...timed(eb), range }))).toEqual([30, 30, 30, 70, 50, 60])
    expect(await sums((eb) => ({ ...timed(eb), range, exclude: 'group' }))).toEqual([
      null,
      null,
      30,
      30,
      null,
      null,
    ])
    expect(await sums((eb) => ({ ...timed(eb), range, exclude: 'current row' }))).toEqual([
      20,
      10,
      30,
      30,
      null,
      null,
    ])
    expect(await sums((eb) => ({ ...timed(eb), range, exclude: 'ties' }))).toEqual([10, 20, 30, 70, 50, 60])
    const shorter = ['719 hours preceding', '24 hours preceding'] as const
    expect(await sums((eb) => ({ ...timed(eb), range: shorter }))).toEqual([null, null, 30, null, null, 60])
  })

  it('RANGE measures numbers, in either direction', async () => {
    const byId = (eb: RowBuilder<Row>) => [{ by: eb.ref('fact_id'), direction: 'desc' }] as const
    expect(await sums((eb) => ({ orderBy: byId(eb), range: ['1 preceding', '2 following'] }))).toEqual([
      30, 30, 70, 110, 150, 150,
    ])
  })

  it('ROWS and GROUPS count', async () => {
    const total = (eb: RowBuilder<Row>) =>
      ({
        partitionBy: [eb.ref('k')],
        orderBy: [
          { by: eb.ref('at'), direction: 'desc', nulls: 'last' },
          { by: eb.ref('fact_id'), direction: 'asc' },
        ],
      }) as const
    expect(await sums((eb) => ({ ...total(eb), rows: ['1 preceding', 'current row'] }))).toEqual([
      10, 30, 40, 40, 50, 80,
    ])
    expect(await sums((eb) => ({ ...total(eb), rows: ['1 following', 'unbounded following'] }))).toEqual([
      80,
      60,
      90,
      90,
      null,
      null,
    ])
    expect(await sums((eb) => ({ ...timed(eb), groups: ['1 preceding', 'current row'] }))).toEqual([
      30, 30, 30, 40, 50, 100,
    ])
  })

  it('filters, counts 0 over an empty frame, and calls window functions', async () => {
    const read = framed((eb) => ({
      large_cnt: column(
        'Large ones before.',
        overFrame(eb.fn.count<string>('v').filterWhere('v', '>', 15), {
          ...timed(eb),
          rows: ['unbounded preceding', '1 preceding'],
        }),
      ),
      before: column('The one before.', overFrame(eb.fn.agg<number>('lag', ['v']), timed(eb))),
    }))
    const some = [
      `(1, 1, '2026-03-01 00:00+00', NULL, 10, 'x')`,
      `(2, 1, '2026-03-02 00:00+00', NULL, 20, 'x')`,
    ]
    const more = [...some, `(3, 1, '2026-03-03 00:00+00', NULL, 30, 'x')`]
    const rows = await stage.rowsOf(read, { 'up.facts': more.join() })
    expect(rows.map(({ large_cnt: cnt, before }) => [cnt, before])).toEqual([
      [0, null],
      [0, 10],
      [1, 20],
    ])
  })

  it('collects values of which percentileOf and modeOf take one', async () => {
    const read = framed((eb) => ({
      last_values: column(
        'The last four.',
        overFrame(eb.fn.agg<(number | null)[] | null>('array_agg', ['v']), {
          orderBy: [{ by: eb.ref('fact_id'), direction: 'asc' }],
          rows: ['3 preceding', 'current row'],
        }),
      ),
    })).columns((eb) => ({
      median: column('Median.', percentileOf(0.5, eb.ref('last_values' as never))),
      often: column('Most frequent.', modeOf(eb.ref('last_values' as never))),
    }))
    const rows = await stage.rowsOf(read, { 'up.facts': `${GIVEN}, (7, 1, NULL, NULL, 50, 'x')` })
    expect(rows.map(({ median, often }) => [median, often])).toEqual([
      [10, 10],
      [10, 10],
      [10, 10],
      [20, 10],
      [40, 20],
      [50, 40],
      [50, 50],
    ])
  })
})
