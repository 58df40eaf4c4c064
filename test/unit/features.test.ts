import { describe, expect, test } from 'vitest'
import { FeatureError, features, isKnown } from '../../src/features/index.js'

/** What a caller in JavaScript can write: the types say no to most of it. */
const untyped = features<never>() as unknown as (list: unknown) => {
  readonly names: readonly string[]
  of(row: object): Readonly<Record<string, number | null>>
  values(row: object): readonly (number | null)[]
}

type Row = {
  readonly n: number
  readonly is_dear: boolean
  readonly kind: 'new' | 'used' | null
  readonly shop: 'a' | 'b'
  readonly why: 0 | 1 | 2
} & (
  | { readonly scored: true; readonly score: number; readonly why: 0 }
  | { readonly scored: false; readonly score: null; readonly why: 1 | 2 }
)

const list = features<Row>()({
  n: 'n',
  dear: 'is_dear',
  score: { column: 'score', unknown: NaN },
  score0: { column: 'score', fill: 0, scored: 'scored', reason: 'why' },
  scored: 'scored',
  why: 'why',
  kind: { column: 'kind', codes: { new: 1, used: 2 }, unknown: null },
  each: { column: 'kind', oneHot: ['new', 'used'], unknown: NaN },
  shop: { column: 'shop', oneHot: ['a', 'b'] },
  half: (row) => (isKnown(row.score) ? row.score / 2 : NaN),
  good: (row) => row.scored && row.score > 3,
})

const known: Row = { n: 3, is_dear: true, kind: 'used', shop: 'a', scored: true, score: 4, why: 0 }
const unknown: Row = { n: 3, is_dear: false, kind: null, shop: 'b', scored: false, score: null, why: 2 }

/** The codes and the text of what is thrown. */
function thrownBy(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof FeatureError) return error.message
    throw error
  }
  return 'nothing'
}

describe('a row', () => {
  test('is read in the order of the list', () => {
    expect(list.names).toEqual(
      'n dear score score0 scored why kind each=new each=used shop=a shop=b half good'.split(' '),
    )
    expect(list.values(known)).toEqual([3, 1, 4, 4, 1, 0, 2, 0, 1, 1, 0, 2, 1])
    expect(list.of(known)).toMatchObject({ n: 3, 'each=used': 1, half: 2 })
  })

  test('keeps what is unknown apart from 0', () => {
    expect(list.values(unknown)).toEqual([3, 0, NaN, 0, 0, 2, null, NaN, NaN, 0, 1, NaN, 0])
  })

  test('may be frozen', () => {
    expect(list.values(Object.freeze({ ...unknown }))).toEqual(list.values(unknown))
  })

  const readings: readonly (readonly [string, unknown, object, string])[] = [
    [
      'NULL that the list does not expect',
      { a: 'score' },
      { score: null },
      `feature a FS403 score is unknown in this row, and the list does not say what that is
  Say what unknown is, e.g. { column: 'score', unknown: NaN }.`,
    ],
    [
      'a column that was not selected',
      { a: { column: 'score', unknown: NaN } },
      { n: 1 },
      'feature a FS407 the row has no column score\n  Select every column that the list reads.',
    ],
    [
      'an inherited property',
      { a: 'toString' },
      {},
      'feature a FS407 the row has no column toString\n  Select every column that the list reads.',
    ],
    ['text', { a: 'id' }, { id: '12' }, "feature a FS404 id is '12', which is not a number"],
    ['NaN of the database', { a: 'x' }, { x: NaN }, 'feature a FS404 x is NaN, which is not a number'],
    [
      'a value without a code',
      { a: { column: 'tier', codes: { tier0: 0 } } },
      { tier: 0 },
      'feature a FS404 tier is 0, which has no number in codes',
    ],
    [
      'an inherited name as a value',
      { a: { column: 'tier', codes: { tier0: 0 } } },
      { tier: 'toString' },
      "feature a FS404 tier is 'toString', which has no number in codes",
    ],
    [
      'a value that is not in oneHot',
      { a: { column: 'tier', oneHot: ['tier0'] } },
      { tier: 0 },
      'feature a FS404 tier is 0, which is not in oneHot',
    ],
    [
      'an infinity of the database',
      { a: 'x' },
      { x: -Infinity },
      'FS404 x is -Infinity, which is not a finite number',
    ],
    [
      'an infinite result',
      { a: () => 1 / 0 },
      {},
      'FS404 it computed Infinity, which is not a finite number',
    ],
    [
      'an undefined value',
      { a: { column: 'x', codes: { undefined: 0 } } },
      { x: undefined },
      'feature a FS407 the row has no column x',
    ],
    [
      'a list whose text is another value',
      { a: { column: 'x', codes: { a: 0 } } },
      { x: ['a'] },
      'FS404 x is object, which has no number in codes',
    ],
    ['an undefined result', { a: () => undefined }, {}, 'feature a FS404 it computed undefined'],
  ]
  test.each(readings)('with %s is an error', (_, written, row, text) => {
    expect(thrownBy(() => untyped(written).of(row))).toContain(text)
  })

  const uses: readonly (readonly [string, (row: { score: number }) => unknown])[] = [
    ['a condition', (row) => (row.score ? 1 : 0)],
    ['a negation', (row) => !row.score],
    ['a comparison', (row) => row.score > 3],
    ['an equality', (row) => row.score === 0],
    ['arithmetic', (row) => row.score + 1],
    ['a fallback', (row) => row.score ?? 0],
    ['a conversion', (row) => Number(row.score)],
    ['a template', (row) => `${row.score}`.length],
    ['passing it on', (row) => row.score],
  ]
  test.each(uses)('whose unknown value is used in %s is an error', (_, compute) => {
    const read = untyped({ a: compute })
    expect(() => read.of({ score: 1 })).not.toThrow()
    expect(thrownBy(() => read.of({ score: null }))).toBe(
      `feature a FS406 score is unknown in this row, and the feature used it without asking
  Ask isKnown(row.score), or the flag of the column, before you use it.`,
    )
  })

  test.each([
    [
      'true for an unknown value',
      { score: null, scored: true, why: 1 },
      'scored is true, but score is unknown',
    ],
    ['false for a value', { score: 0, scored: false, why: 0 }, 'scored is false, but score is known'],
    ['NULL', { score: null, scored: null, why: 1 }, 'scored is null, but score is unknown'],
  ])('whose flag is %s is an error', (_, row, text) => {
    const filled = { column: 'score', fill: 0, scored: 'scored', reason: 'why' }
    const read = untyped({ filled, scored: { column: 'scored', unknown: NaN }, why: 'why' })
    expect(thrownBy(() => read.of(row))).toContain(`feature filled FS405 ${text} in this row`)
  })
})

describe('a list', () => {
  const filled = { column: 'score', fill: 0, scored: 'scored', reason: 'why' }
  const lists: readonly (readonly [string, unknown, string])[] = [
    ['no feature', { a: 1 }, 'FS401 is neither a column, settings with a column, nor a function'],
    ['an unknown setting', { a: { column: 'x', fil: 0 } }, 'FS401 has fil, which is not a setting'],
    ['0 for unknown', { a: { column: 'x', unknown: 0 } }, 'FS402 has unknown: 0, which is a value'],
    ['both forms', { a: { column: 'x', unknown: NaN, fill: 0 } }, 'FS401 has both unknown and fill'],
    ['a fill alone', { a: { column: 'x', fill: 0 } }, 'FS402 fills an unknown x with 0 without a flag'],
    ['no flag', { filled, why: 'why' }, 'FS402 fills an unknown score with 0, and scored is not in the list'],
    ['no reason', { filled, s: 'scored' }, 'FS402 fills an unknown score with 0, and why is not in the list'],
    [
      'a flag for a reason',
      { filled: { ...filled, reason: 'scored' }, s: 'scored' },
      'FS402 fills an unknown score with 0, and its flag, its reason and itself are not three columns',
    ],
    ...(
      [
        [
          'a flag of one number',
          { s: { column: 'scored', codes: { true: 1, false: 1 } }, why: 'why' },
          'scored',
        ],
        [
          'a reason of one number',
          { s: 'scored', why: { column: 'why', codes: { 0: 0, 1: 1, 2: 1 } } },
          'why',
        ],
        ['numbers 0 and -0', { s: 'scored', why: { column: 'why', codes: { 0: 0, 1: -0 } } }, 'why'],
        [
          'a filled reason',
          { s: 'scored', why: { column: 'why', fill: 0, scored: 'scored', reason: 'n' }, n: 'n' },
          'why',
        ],
      ] as const
    ).map(
      ([name, others, column]) =>
        [
          name,
          { filled, ...others },
          `FS402 fills an unknown score with 0, and the list gives several values of ${column} the same number`,
        ] as const,
    ),
    [
      'a number for a flag',
      { filled: { ...filled, scored: 5 } },
      'FS401 has a scored that is neither a column',
    ],
    [
      'a list for a reason',
      { filled: { ...filled, reason: ['why'] } },
      'FS401 has a reason that is not a column',
    ],
    [
      'null for codes',
      { a: { column: 'x', codes: null } },
      'FS401 has codes that are not all finite numbers',
    ],
    [
      'NULL as a value',
      { a: { column: 'x', oneHot: [null] } },
      'FS401 has a oneHot that is not a list of values',
    ],
    ['a flag without a fill', { a: { column: 'x', scored: 's' } }, 'FS401 has scored or reason without fill'],
    ['codes without numbers', { a: { column: 'x', codes: { a: NaN } } }, 'FS401 has codes that are not all'],
    ['one value twice', { a: { column: 'x', oneHot: [1, 1] } }, 'FS401 has a name or value that another'],
    [
      'a name twice',
      { a: { column: 'x', oneHot: [1] }, 'a=1': 'x' },
      'feature a=1 FS401 has a name or value',
    ],
  ]
  test.each(lists)('with %s is an error before there are rows', (_, written, text) => {
    expect(thrownBy(() => untyped(written))).toContain(text)
  })

  test('takes a flag and a reason in any form that keeps their values apart', () => {
    const read = untyped({
      filled,
      s: { column: 'scored', codes: { true: 1, false: 0 } },
      merged: { column: 'why', codes: { 0: 0, 1: 1, 2: 1 } },
      why: { column: 'why', oneHot: [0, 1, 2] },
    })
    expect(read.values({ score: null, scored: false, why: 2 })).toEqual([0, 0, 1, 0, 0, 1])
  })

  test('is not changed by what its caller does with the settings afterward', () => {
    const settings: Record<string, unknown> = { column: 'score', unknown: NaN }
    const codes: Record<string, number> = { new: 1 }
    const oneHot = ['a', 'b']
    const scored = ['scored']
    const written: Record<string, unknown> = {
      score: settings,
      kind: { column: 'kind', codes },
      shop: { column: 'shop', oneHot },
      filled: { ...filled, scored },
      scored: 'scored',
      why: 'why',
    }
    const read = untyped(written)
    const row = { score: null, kind: 'new', shop: 'b', scored: false, why: 1 }
    const before = read.values(row)
    delete settings['unknown']
    settings['fill'] = 0
    codes['new'] = 7
    oneHot.reverse()
    scored[0] = 'why'
    written['score'] = 'why'
    expect(read.values(row)).toEqual(before)
    expect(before).toEqual([NaN, 1, 0, 1, 0, 0, 1])
    expect(() => (read.names as string[]).pop()).toThrow(TypeError)
  })

  test('is checked as it is read: a setting that changes when it is read again is read once', () => {
    let reads = 0
    const changing = {
      column: 'score',
      get unknown() {
        return reads++ === 0 ? NaN : 0
      },
    }
    expect(untyped({ score: changing }).values({ score: null })).toEqual([NaN])
  })

  test('reports all of its problems', () => {
    const error = thrownBy(() => untyped({ a: 1, b: { column: 'x', fill: 0 } }))
    expect(error.match(/FS4\d\d/g)).toEqual(['FS401', 'FS402'])
  })
})

test('isKnown is right about rows outside of a list', () => {
  expect([isKnown(0), isKnown(false), isKnown(NaN), isKnown(null), isKnown(undefined)]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
