import { describe, expect, test } from 'vitest'
import {
  checkBaseline,
  type Change,
  changedView,
  checkSection,
  judgeRelation,
  type RelationState,
} from '../../src/check/index.js'
import { compareStates } from '../../src/check/compare/compare-states.js'
import { isEquivalent } from '../../src/check/verdict/is-equivalent.js'
import { compareTypes } from '../../src/check/verdict/compare-types.js'
import { versionLiterals } from '../../src/compile/index.js'
import type { ColumnValues } from '../../src/model/column-values.js'
import type { RelationVerdict } from '../../src/model/change-verdict.js'
import { state, withColumn } from '../support/states.js'

const view = state('ml.v', { id: ['shop.offers.id'], tier: ['shop.offers.price'] })

/** The verdict on a view whose definition has not changed. */
function verdictOf(before: RelationState, after: RelationState): RelationVerdict {
  const changes = compareStates([before], [after])
  return judgeRelation(after.relation, {
    changes,
    before,
    after,
    ...(after.kind === 'view' && { view: changedView(before, after, changes, undefined) }),
    search: { columns: new Map(), undecided: () => 'no search was made' },
  })
}

const meaningsOf = ({ columns }: RelationVerdict): string[] =>
  columns.map(({ column, meaning }) => `${column}: ${meaning}`)

describe('a row type over the same values', () => {
  const nullable = withColumn(view, 'tier', { nullable: true })

  test.each([
    ['never NULL now', nullable, view, 'narrower', 'additive', 'minor'],
    ['nullable now', view, nullable, 'wider', 'breaking', 'major'],
  ])('%s', (_, before, after, meaning, expected, step) => {
    const verdict = verdictOf(before, after)
    expect(meaningsOf(verdict)).toEqual([`tier: ${meaning}`])
    expect(verdict).toMatchObject({ class: expected, step, rows: null })
  })

  const values = (of: ColumnValues | null) => withColumn(view, 'tier', { values: of })
  const few = values({ oneOf: [1, 2] })
  test.each<[string, RelationState, RelationState, string[]]>([
    ['fewer in the list', values({ oneOf: [1, 2, 3] }), few, ['tier: narrower']],
    ['more in the list', few, values({ oneOf: [1, 2, 3] }), ['tier: wider']],
    ['others in the list', few, values({ oneOf: [1, 3] }), ['tier: wider']],
    ['a list within bounds', values({ min: 0, max: 9 }), few, ['tier: narrower']],
    ['lower bounds', values({ min: 0, max: 9 }), values({ min: null, max: 9 }), ['tier: wider']],
    ['nothing proven any more', few, values(null), ['tier: wider']],
    ['the same', few, values({ oneOf: [1, 2] }), []],
    ['not recorded', view, few, []],
  ])('%s', (_, before, after, expected) => {
    expect(meaningsOf(verdictOf(before, after))).toEqual(expected)
  })

  test('more in one way and less in another is wider', () => {
    const before = withColumn(nullable, 'tier', { nullable: true, values: { oneOf: [1] } })
    const after = withColumn(view, 'tier', { values: { oneOf: [1, 2] } })
    expect(meaningsOf(verdictOf(before, after))).toEqual(['tier: wider'])
  })
})

test('a definition without a proof or a search is breaking', () => {
  const verdict = verdictOf(view, { ...view, definition: ' SELECT 1;' })
  expect(verdict).toMatchObject({
    class: 'breaking',
    rows: { meaning: 'undecided', because: 'no search was made' },
  })
  expect(meaningsOf(verdict)).toEqual(['id: undecided', 'tier: undecided'])
})

test.each<[string, Partial<RelationState>, string]>([
  ['a comment', { comment: 'Other.' }, 'documentation'],
  ['a new column', { columns: [...state('a.b', { id: [], more: [] }).columns] }, 'additive'],
  ['another key', { key: ['id'] }, 'breaking'],
])('a source with %s', (_, part, expected) => {
  const source = state('a.b', { id: [] })
  const columns = part.columns?.map((column) => ({ ...column, comment: 'About id.' }))
  expect(verdictOf(source, { ...source, ...part, ...(columns && { columns }) }).class).toBe(expected)
})

test.each([
  ['integer', 'bigint', 'wider'],
  ['bigint', 'integer', 'narrower'],
  ['integer', 'numeric', 'wider'],
  ['integer', 'numeric(5,2)', 'other'],
  ['numeric(5,2)', 'numeric(6,2)', 'wider'],
  ['numeric(5,2)', 'numeric(6,4)', 'other'],
  ['numeric(5,2)', 'numeric', 'wider'],
  ['character varying(5)', 'character varying(9)', 'wider'],
  ['character varying(5)', 'text', 'wider'],
  ['text', 'character varying(5)', 'narrower'],
  ['integer[]', 'bigint[]', 'wider'],
  ['integer', 'bigint[]', 'other'],
  ['text COLLATE "C"', 'text', 'other'],
  ['real', 'numeric', 'other'],
  ['up.state', 'up.other', 'other'],
])('%s became %s: %s', (before, after, expected) => {
  expect(compareTypes(before, after)).toBe(expected)
})

describe('constants of two versions', () => {
  const before = `SELECT (o.doc -> 'a'::text) AS a, o.doc ->> 'n'::text AS n FROM up.offers o WHERE o.price < 80 AND o.state = ANY (ARRAY['open'::up.state, 'held'::up.state]);`
  const { all, changed } = versionLiterals([
    { before, after: before.replace('< 80', '<= 79') },
    { before: null, after: `SELECT v.a #>> '{b,c}'::text[] FROM ml.v WHERE v.x = '-5'::integer` },
  ])

  test('are numbers, texts, and those that a column is compared with', () => {
    expect(all.numbers).toEqual([-5, 79, 80])
    expect(all.texts).toEqual(['held', 'open'])
    expect(all.beside).toEqual(
      new Map<string, unknown>([
        ['price', [80, 79]],
        ['state', ['open', 'held']],
        ['x', [-5]],
      ]),
    )
  })

  test('are paths into JSON values', () => {
    expect(all.paths).toEqual([['a'], ['n'], ['b', 'c']])
  })

  test('that changed are those beside a difference', () => {
    expect(changed.numbers).toEqual([-5, 79, 80])
    expect(changed.texts).toEqual([])
  })
})

test('a section without an accepted baseline has no verdicts and is not equivalent', () => {
  const section = checkBaseline('baseline', { kind: 'none' }, [view])
  expect(section).toMatchObject({ outcome: 'different', verdicts: [], isEquivalent: false })
  const changes: readonly Change[] = section.changes
  expect(changes).toEqual([])
})

describe('a changed module of Python', () => {
  const moduleOf = (comment: string, type: string): string =>
    [
      `class VRow(TypedDict):\n    """${comment}. \`ml.v\`, a view."""\n    id: ${type}\n    """${comment}\n    of two lines\n    """`,
      `OddRow = TypedDict(\n    "OddRow",\n    {\n        # ${comment}\n        "a b": Literal["", "#"],\n    },\n)\n"""${comment}"""\n`,
    ].join('\n\n\n')
  const isSame = (before: string, after: string): boolean => {
    const file = { path: 'python/shop.py', kind: 'changed', before, after } as const
    return isEquivalent(checkSection({ against: 'committed', where: 'generated', files: [file] }), [view])
  }

  test('is equivalent if only its comments and docstrings differ', () => {
    const before = moduleOf('Offer', 'int')
    expect(isSame(before, moduleOf('Another \\"\\"\\" text', 'int'))).toBe(true)
    expect(isSame(before, moduleOf('Offer', 'Optional[int]'))).toBe(false)
    expect(isSame(before, before.replace('"#"', '"# b"'))).toBe(false)
  })
})
