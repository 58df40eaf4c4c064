import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/check/compare/change.js'
import { findImpact } from '../../src/check/compare/find-impact.js'
import { mergeStates } from '../../src/check/compare/merge-states.js'
import { refs, state } from '../support/states.js'

const states = [
  state('up.t', { id: [], a: [], b: [] }),
  state('ml.v', { id: ['up.t.id'], x: ['up.t.a', 'up.t.b'], y: ['up.t.b'] }),
  state('ml.w', { id: ['ml.v.id'], z: ['ml.v.x'] }),
  state('ml.filtered', { id: ['ml.v.id'] }, { rowLineage: refs('ml.v.y') }),
  state('ml.last', { id: ['ml.filtered.id'] }),
]

const column = (relation: string, name: string): Change => ({
  kind: 'column type',
  relation,
  column: name,
  before: 'integer',
  after: 'bigint',
})

describe('impact', () => {
  test('follows columns through every view that reads them', () => {
    const [impact] = findImpact([column('up.t', 'a')], states)
    expect(impact?.hurt).toEqual([
      { relation: 'ml.v', rows: false, columns: ['x'], width: 3, through: ['up.t'] },
      { relation: 'ml.w', rows: false, columns: ['z'], width: 2, through: ['ml.v'] },
    ])
  })

  test('a column that decides on rows hurts the rows, and those of all that read them', () => {
    const [impact] = findImpact([column('ml.v', 'y')], states)
    expect(impact?.hurt.map(({ relation, rows, columns }) => [relation, rows, columns])).toEqual([
      ['ml.filtered', true, []],
      ['ml.last', true, []],
    ])
  })

  test('a definition hurts what it computes otherwise', () => {
    const change = (effect: { rows: boolean; columns: string[] }): Change => ({
      kind: 'definition',
      relation: 'ml.v',
      before: 'a',
      after: 'b',
      effect: { known: true, ...effect },
    })
    expect(findImpact([change({ rows: false, columns: ['x'] })], states)[0]?.hurt).toHaveLength(1)
    expect(findImpact([change({ rows: true, columns: [] })], states)[0]?.hurt).toHaveLength(3)
    expect(findImpact([change({ rows: false, columns: [] })], states)).toEqual([])
  })

  test('words hurt nobody', () => {
    const words = { before: 'a', after: 'b', relation: 'ml.v' }
    const changes: Change[] = [
      { kind: 'relation comment', ...words },
      { kind: 'column comment', column: 'x', ...words },
      { kind: 'column order', ...words },
    ]
    expect(findImpact(changes, states)).toEqual([])
  })

  test('one report for each changed relation, with all of its columns', () => {
    const impacts = findImpact([column('up.t', 'a'), column('ml.v', 'y'), column('up.t', 'b')], states)
    expect(impacts.map(({ relation, columns }) => [relation, columns])).toEqual([
      ['up.t', ['a', 'b']],
      ['ml.v', ['y']],
    ])
  })

  test('what is gone hurts those that read it before', () => {
    const after = [
      states[0]!,
      state('ml.v', { id: ['up.t.id'] }),
      state('ml.w', { id: ['ml.v.id'], z: ['ml.v.id'] }),
    ]
    const merged = mergeStates(states, after)
    const gone: Change = { kind: 'column removed', relation: 'ml.v', column: 'x', type: 'integer' }
    expect(findImpact([gone], merged)[0]?.hurt).toMatchObject([{ relation: 'ml.w', columns: ['z'] }])
  })
})
