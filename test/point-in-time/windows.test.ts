import { sql } from 'kysely'
import {
  column,
  type Columns,
  countRows,
  countWhere,
  type FactBuilder,
  knownBy,
  label,
  maxWhere,
  modeOf,
  percentile,
  percentileOf,
  type RowOf,
  sortedValues,
  timeWindow,
  type TimeWindowSettings,
  view,
} from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, facts } from './relations.js'
import { openStage, type Stage } from './stage.js'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

type Asked = RowOf<typeof asked>
type Fact = RowOf<typeof facts>
type Settings = TimeWindowSettings<Asked, Fact>

const DAY = '2026-03-10 12:00+00'
const one = `(1, 1, '${DAY}', NULL, 3)`
const fact = (id: number, at: string, v: number | null = id, known = at, text = 'x'): string =>
  `(${id}, 1, ${at === 'NULL' ? at : `'${at}'`}, ${known === 'NULL' ? known : `'${known}'`}, ${v}, '${text}')`

const numbers = (eb: FactBuilder<Asked, Fact>) => ({
  n: column('Facts.', countRows()),
  cheaper: column('Below its price.', countWhere(eb('fact.v', '<', eb.ref('base.price')))),
  best: column('Highest.', maxWhere(eb.ref('v'))),
})

/** The columns of a window over the facts of each row, in order. */
async function windows(
  rows: string,
  known: string,
  settings: Partial<Omit<Settings, 'onto' | 'of'>> = {},
  define: (eb: FactBuilder<Asked, Fact>) => Columns = numbers,
): Promise<readonly string[]> {
  const over = timeWindow(
    'over',
    'Facts before.',
    { onto: asked, of: facts, key: { k: 'k' }, at: 'at', t0: 't0', length: '1 day', ...settings },
    define,
  )
  const read = view('v.windows', 'Facts before.', { o: over }, (db) => db.selectFrom('o').selectAll('o'))
  const found = await stage.rowsOf(read, { 'up.asked': rows, ...(known !== '' && { 'up.facts': known }) })
  return found.map((row) => Object.values(row).slice(5).join(' '))
}

describe('timeWindow', () => {
  it('counts 0 where there are no facts, also for a NULL key or T0; a max is NULL there', async () => {
    const rows = [one, `(2, NULL, '${DAY}', NULL, 0)`, '(3, 1, NULL, NULL, 0)'].join()
    const known = [fact(1, 'NULL'), fact(2, '2026-03-01 00:00+00')].join()
    expect(await windows(rows, known)).toEqual(['0 0 ', '0 0 ', '0 0 '])
    expect(await windows(rows, '')).toEqual(['0 0 ', '0 0 ', '0 0 '])
  })

  it('includes its start and not its end, or the reverse', async () => {
    const known = [
      fact(1, '2026-03-09 11:59:59.999999+00'),
      fact(2, '2026-03-09 12:00+00'),
      fact(3, '2026-03-09 12:00+00', null),
      fact(4, '2026-03-10 11:59:59.999999+00'),
      fact(5, DAY),
      fact(6, '2026-03-10 12:00:00.000001+00'),
    ].join()
    expect(await windows(one, known)).toEqual(['3 1 4'])
    expect(await windows(one, known, { bounds: '(]' })).toEqual(['2 0 5'])
    expect(await windows(one, known, { length: 'unbounded' })).toEqual(['4 2 4'])
    expect(await windows(one, known, { length: 'unbounded', bounds: '(]' })).toEqual(['5 2 5'])
    expect(await windows(one, known, { length: '86401 seconds' })).toEqual(['4 2 4'])
  })

  it('ends a lag before the T0, and knownAt still asks what was recorded by the T0', async () => {
    const known = [
      fact(1, '2026-03-08 10:00+00'),
      fact(2, '2026-03-09 09:59+00', 2, DAY),
      fact(3, '2026-03-09 10:00+00'),
      fact(4, '2026-03-09 09:00+00', 4, '2026-03-10 12:00:01+00'),
      fact(5, '2026-03-09 09:00+00', 5, 'NULL'),
    ].join()
    expect(await windows(one, known, { lag: '26 hours' })).toEqual(['4 2 5'])
    expect(await windows(one, known, { lag: '26 hours', knownAt: 'known_at' })).toEqual(['2 2 2'])
    expect(await windows(one, known, { lag: '0 days' })).toEqual(['0 0 '])
  })

  it('is as long over a night in which the clocks change', async () => {
    const rows = `(1, 1, '2026-03-08 16:00+00', NULL, 9)`
    const known = [fact(1, '2026-03-07 16:00+00'), fact(2, '2026-03-07 15:59+00')].join()
    expect(await windows(rows, known)).toEqual(['1 1 1'])
  })

  it('keeps one row also where no column aggregates', async () => {
    const known = [fact(1, '2026-03-10 00:00+00'), fact(2, '2026-03-10 00:00+00')].join()
    expect(await windows(one, known, {}, (eb) => ({ c: column('A constant.', eb.lit(7)) }))).toEqual(['7'])
    const text = () => ({ c: column('Raw text.', sql<number>`count(*)`) })
    expect(await windows(one, known, {}, text)).toEqual(['2'])
    expect(await windows(one, '', {}, text)).toEqual(['0'])
  })
})

describe('percentile, sortedValues and modeOf', () => {
  const at = '2026-03-10 00:00+00'
  const read = async (known: readonly string[]): Promise<unknown> => {
    const over = timeWindow(
      'over',
      'Facts before.',
      { onto: asked, of: facts, key: { k: 'k' }, at: 'at', t0: 't0', length: '1 day' },
      (eb) => ({
        low: column('Least.', percentile(0, eb.ref('v'))),
        median: column('Median.', percentile(0.5, eb.ref('v'))),
        high: column('Greatest.', percentile(1, eb.ref('v'))),
        of_b: column('Median of some.', percentile(0.5, eb.ref('v'), eb('s', '=', 'b'))),
        numbers: column('Values.', sortedValues(eb.ref('v'))),
        texts: column('Some texts.', sortedValues(eb.ref('s'), eb('v', '>', 1))),
      }),
    ).columns((eb) => ({
      often: column('Most frequent.', modeOf(eb.ref('numbers'))),
      often_s: column('Most frequent text.', modeOf(eb.ref('texts'))),
      median_s: column('Median text.', percentileOf(0.5, eb.ref('texts'))),
    }))
    const all = view('v.percentiles', 'Facts before.', { o: over }, (db) => db.selectFrom('o').selectAll('o'))
    const inserts = known.length > 0 ? { 'up.facts': known.join() } : {}
    const rows = await stage.rowsOf(all, { 'up.asked': one, ...inserts })
    return Object.values(rows[0] ?? {}).slice(5)
  }

  it('take a value that there is, of several the least, and leave NULL out', async () => {
    const known = [
      fact(1, at, 9, at, 'b'),
      fact(2, at, 9, at, 'a'),
      fact(3, at, 1, at, 'b'),
      fact(4, at, 1, at, 'b'),
      fact(5, at, null, at, 'c'),
      fact(6, at, null, at, 'c'),
      fact(7, at, null, at, 'c'),
      fact(8, at, 5, at, 'a'),
    ]
    const expected = [1, 5, 9, 1, [1, 1, 5, 9, 9], ['a', 'a', 'b'], 1, 'a', 'a']
    expect(await read(known)).toEqual(expected)
    expect(await read(known.toReversed())).toEqual(expected)
    const none = Array.from({ length: 9 }, () => null)
    expect(await read([fact(1, at, null)])).toEqual(none)
    expect(await read([])).toEqual(none)
  })
})

describe('label', () => {
  it('is of the facts after the T0, up to the horizon, and NULL until that is over', async () => {
    const came = label(
      'came',
      'What came.',
      {
        onto: asked,
        of: facts,
        key: { k: 'k' },
        at: 'at',
        after: 't0',
        horizon: '1 day',
        matureBy: 'done_to',
      },
      (eb) => ({
        n: column('Facts.', countRows()),
        best: column('Highest.', maxWhere(eb.ref('v'))),
      }),
    )
    const read = view('v.came', 'What came.', { c: came }, (db) =>
      db.selectFrom('c').select(['c.id', 'c.mature', 'c.n', 'c.best']),
    )
    const known = [
      fact(1, DAY),
      fact(2, '2026-03-10 12:00:00.000001+00'),
      fact(3, '2026-03-11 12:00+00'),
      fact(4, '2026-03-11 12:00:00.000001+00'),
    ].join()
    const rows = [
      `(1, 1, '${DAY}', '2026-03-11 12:00+00', 0)`,
      `(2, 1, '${DAY}', '2026-03-11 11:59:59.999999+00', 0)`,
      `(3, 1, '${DAY}', NULL, 0)`,
      `(4, 1, NULL, '${DAY}', 0)`,
      `(5, 2, '${DAY}', '2027-01-01 00:00+00', 0)`,
    ].join()
    expect(await stage.rowsOf(read, { 'up.asked': rows, 'up.facts': known })).toEqual([
      { id: 1, mature: true, n: 2, best: 3 },
      { id: 2, mature: false, n: null, best: null },
      { id: 3, mature: false, n: null, best: null },
      { id: 4, mature: false, n: null, best: null },
      { id: 5, mature: true, n: 0, best: null },
    ])
  })
})

describe('knownBy', () => {
  const known = [
    fact(1, DAY, 1, DAY),
    fact(2, DAY, 2, '2026-03-10 12:00:00.000001+00'),
    fact(3, DAY, 3, 'NULL'),
    fact(4, DAY, 4, '2026-03-01 00:00+00'),
  ].join()

  it('keeps what was recorded by the T0 of a query around it', async () => {
    const read = view('v.known', 'Known facts.', { a: asked, f: facts }, (db) =>
      db
        .selectFrom('a')
        .innerJoinLateral(
          (eb) =>
            knownBy(eb.selectFrom('f').whereRef('f.k', '=', 'a.k'), 'f.known_at', eb.ref('a.t0'))
              .select(['f.fact_id', 'f.v'])
              .as('known'),
          (join) => join.onTrue(),
        )
        .select(['known.fact_id', 'known.v']),
    )
    const rows = await stage.rowsOf(read, { 'up.asked': one, 'up.facts': known })
    expect(rows.map(({ fact_id: id }) => id)).toEqual([1, 4])
  })

  it('keeps what was recorded by a constant', async () => {
    const read = view('v.known', 'Known facts.', { f: facts }, (db) =>
      knownBy(db.selectFrom('f').select('f.fact_id'), 'f.known_at', new Date('2026-03-02T00:00:00Z')),
    )
    expect(await stage.rowsOf(read, { 'up.facts': known })).toEqual([{ fact_id: 4 }])
  })
})
