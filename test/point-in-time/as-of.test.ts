import { asOf, type AsOfSettings, column, type Duration, layer, type RowOf, view } from 'fusion-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asked, facts } from './relations.js'
import { openStage, type Stage } from './stage.js'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

type Settings = AsOfSettings<RowOf<typeof asked>, RowOf<typeof facts>, 'found'>

/** `id: found v fact` of the latest fact of each row. */
async function chosen(
  rows: string,
  known: string,
  settings: Partial<Omit<Settings, 'onto' | 'of'>> & { readonly of?: Settings['of'] } = {},
): Promise<readonly string[]> {
  const choice = asOf(
    'choice',
    'The latest fact.',
    {
      onto: asked,
      of: facts,
      key: { k: 'k' },
      at: 'at',
      t0: 't0',
      bound: '<',
      tie: { fact_id: 'desc' },
      ...settings,
    },
    (eb) => ({ v: column('Value.', eb.ref('v')), fact_id: column('Fact.', eb.ref('fact_id')) }),
  )
  const read = view('v.choice', 'The latest fact.', { c: choice }, (db) =>
    db.selectFrom('c').select(['c.id', 'c.found', 'c.v', 'c.fact_id']),
  )
  const found = await stage.rowsOf(read, { 'up.asked': rows, 'up.facts': known })
  return found.map((row) => `${row['id']}: ${row['found']} ${row['v']} ${row['fact_id']}`)
}

const DAY = '2026-03-10 12:00+00'
const one = `(1, 1, '${DAY}', NULL, 0)`
const fact = (id: number, at: string, v: number | null = id, known = at, k: number | null = 1): string =>
  `(${id}, ${k}, ${at === 'NULL' ? at : `'${at}'`}, ${known === 'NULL' ? known : `'${known}'`}, ${v}, 'x')`

describe('asOf', () => {
  it('gives every left row once: without facts, of another key, with a NULL key, a NULL T0, or a NULL instant', async () => {
    const rows = [
      one,
      `(2, 2, '${DAY}', NULL, 0)`,
      `(3, NULL, '${DAY}', NULL, 0)`,
      '(4, 1, NULL, NULL, 0)',
    ].join()
    const known = [
      fact(1, '2026-03-09 00:00+00'),
      fact(2, 'NULL'),
      fact(3, '2026-03-09 00:00+00', 3, DAY, null),
    ]
    expect(await chosen(rows, known.join())).toEqual([
      '1: true 1 1',
      '2: false null null',
      '3: false null null',
      '4: false null null',
    ])
    expect(await chosen(one, fact(1, '2026-03-09 00:00+00', 1, DAY, 7))).toEqual(['1: false null null'])
  })

  it('takes the latest, and the instant of the T0 only where the bound says so', async () => {
    const known = [
      fact(1, '2026-03-10 11:59:59.999999+00'),
      fact(2, DAY),
      fact(3, '2026-03-10 12:00:00.000001+00'),
    ]
    expect(await chosen(one, known.join())).toEqual(['1: true 1 1'])
    expect(await chosen(one, known.join(), { bound: '<=' })).toEqual(['1: true 2 2'])
  })

  it('tells a NULL in the fact from no fact', async () => {
    expect(await chosen(one, fact(1, '2026-03-09 00:00+00', null))).toEqual(['1: true null 1'])
  })

  it('takes of several facts of one instant the first by the tie', async () => {
    const known = [
      fact(1, '2026-03-09 00:00+00', 5),
      fact(2, '2026-03-09 00:00+00', null),
      fact(3, '2026-03-09 00:00+00', 5),
    ]
    expect(await chosen(one, known.join(), { tie: { fact_id: 'desc' } })).toEqual(['1: true 5 3'])
    expect(await chosen(one, known.join(), { tie: { fact_id: 'asc' } })).toEqual(['1: true 5 1'])
    // NULL is the greatest value.
    expect(await chosen(one, known.join(), { tie: { v: 'desc', fact_id: 'asc' } })).toEqual([
      '1: true null 2',
    ])
    expect(await chosen(one, known.join(), { tie: { v: 'asc', fact_id: 'desc' } })).toEqual(['1: true 5 3'])
  })

  it('filters before it chooses', async () => {
    const even = layer('even', 'Facts with a value.', { f: facts }, (db) =>
      db.selectFrom('f').selectAll('f').where('f.v', 'is not', null),
    )
    const known = [fact(1, '2026-03-08 00:00+00'), fact(2, '2026-03-09 00:00+00', null)]
    expect(await chosen(one, known.join())).toEqual(['1: true null 2'])
    expect(await chosen(one, known.join(), { of: even })).toEqual(['1: true 1 1'])
  })

  it.each<readonly [Settings['bound'], string, string]>([
    ['<', '2026-03-09 12:00+00', '1: true 1 1'],
    ['<', '2026-03-09 11:59:59.999999+00', '1: false null null'],
    ['<=', '2026-03-09 12:00+00', '1: false null null'],
    ['<=', '2026-03-09 12:00:00.000001+00', '1: true 1 1'],
    ['<=', DAY, '1: true 1 1'],
  ])('within a day and bound %s, a fact at %s is %s', async (bound, at, expected) => {
    expect(await chosen(one, fact(1, at), { bound, within: '1 day' })).toEqual([expected])
  })

  it('measures a day as 24 hours, also where the clocks change', async () => {
    // In Havana the clocks go forward in the night to 8 March 2026: the day before at the same clock is 23 hours back.
    const rows = `(1, 1, '2026-03-08 16:00+00', NULL, 0)`
    const within: Duration = '1 day'
    expect(await chosen(rows, fact(1, '2026-03-07 16:00+00'), { within })).toEqual(['1: true 1 1'])
    expect(await chosen(rows, fact(1, '2026-03-07 15:59+00'), { within })).toEqual(['1: false null null'])
  })

  it('with knownAt does not see what was recorded later or at an unknown time', async () => {
    const known = [
      fact(1, '2026-03-07 00:00+00', 1, DAY),
      fact(2, '2026-03-08 00:00+00', 2, '2026-03-10 12:00:00.000001+00'),
      fact(3, '2026-03-09 00:00+00', 3, 'NULL'),
    ]
    expect(await chosen(one, known.join())).toEqual(['1: true 3 3'])
    expect(await chosen(one, known.join(), { knownAt: 'known_at' })).toEqual(['1: true 1 1'])
  })

  it('without a key chooses among all facts, and can be layered', async () => {
    const first = asOf(
      'first',
      'Of its key.',
      { onto: asked, of: facts, key: { k: 'k' }, at: 'at', t0: 't0', bound: '<', tie: { fact_id: 'asc' } },
      (eb) => ({
        own: column('Its value, plus its price.', eb(eb.ref('fact.v'), '+', eb.ref('base.price'))),
      }),
    )
    const second = asOf(
      'second',
      'Of all keys.',
      {
        onto: first,
        of: facts,
        key: {},
        at: 'at',
        t0: 't0',
        bound: '<',
        tie: { fact_id: 'asc' },
        found: 'any_found',
      },
      (eb) => ({ latest: column('Value.', eb.ref('v')) }),
    )
    const read = view('v.two', 'Both.', { s: second }, (db) =>
      db.selectFrom('s').select(['s.id', 's.found', 's.own', 's.any_found', 's.latest']),
    )
    const inserts = {
      'up.asked': `(1, 1, '${DAY}', NULL, 100), (2, 3, '${DAY}', NULL, 100)`,
      'up.facts': [fact(1, '2026-03-08 00:00+00'), fact(2, '2026-03-09 00:00+00', 2, DAY, 9)].join(),
    }
    expect(await stage.rowsOf(read, inserts)).toEqual([
      { id: 1, found: true, own: 101, any_found: true, latest: 2 },
      { id: 2, found: false, own: null, any_found: true, latest: 2 },
    ])
  })
})
