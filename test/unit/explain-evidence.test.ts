import { expect, test } from 'vitest'
import { explainEvidence, explainGroups } from '../../src/app/explain/explain-evidence.js'
import type { ColumnState, EvidenceGroup } from '../../src/model/column-values.js'

const flag = (name: string, value: boolean): ColumnState => ({
  name,
  known: 'always',
  values: { oneOf: [value] },
})
const state = (name: string, known: ColumnState['known'], ...oneOf: readonly number[]): ColumnState => ({
  name,
  known,
  ...(oneOf.length > 0 ? { values: { oneOf } } : {}),
})

const byFlags: EvidenceGroup = {
  by: ['a', 'b'],
  cases: [
    [flag('a', true), flag('b', true), state('x', 'always')],
    [flag('a', true), flag('b', false), state('x', 'always')],
    [flag('a', false), flag('b', true), state('x', 'always')],
    [flag('a', false), flag('b', false), state('x', 'never')],
  ],
}

const byFlag = (x: ColumnState, otherwise: ColumnState): EvidenceGroup => ({
  by: ['a'],
  cases: [
    [flag('a', true), x],
    [flag('a', false), otherwise],
  ],
})

const knownWhere = (group: EvidenceGroup): string | null | undefined =>
  explainEvidence([group], 'x')[0]?.known

test.each([
  ['any of two flags', byFlags, 'a or b is true'],
  [
    'one combination of two flags',
    {
      ...byFlags,
      cases: byFlags.cases.map((one, at) => [...one.slice(0, 2), state('x', at === 1 ? 'always' : 'never')]),
    },
    'a is true and b is false',
  ],
  ['a flag that is false', byFlag(state('x', 'never'), state('x', 'always')), 'a is false'],
  [
    'what is known of another column',
    {
      by: ['y'],
      cases: [
        [state('y', 'always'), state('x', 'always')],
        [state('y', 'never'), state('x', 'never')],
      ],
    },
    'y is not NULL',
  ],
])('a column that is known by %s says so', (_, group, where) => {
  expect(knownWhere(group)).toBe(where)
})

test.each([
  ['may be NULL in a case', byFlag(state('x', 'both'), state('x', 'never'))],
  ['is never NULL', byFlag(state('x', 'always', 1), state('x', 'always', 2))],
])('a column that %s is not said to be decided', (_, group) => {
  expect(knownWhere(group)).toBeNull()
  expect(explainGroups([group])).toMatchObject([{ decides: [], narrows: ['x'] }])
})

test('cases that say the same are told together', () => {
  expect(explainEvidence([byFlags], 'x')[0]?.cases).toEqual([
    {
      where: 'a is true and b is true, a is true and b is false or a is false and b is true',
      known: 'always',
      values: null,
    },
    { where: 'a is false and b is false', known: 'never', values: null },
  ])
})
