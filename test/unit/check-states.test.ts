import { describe, expect, test } from 'vitest'
import { compareStates } from '../../src/check/compare/compare-states.js'
import { state, withColumn } from '../support/states.js'

const source = state('up.t', { id: [], a: [], b: [] }, { key: ['id'] })
const view = state('ml.v', { id: ['up.t.id'], a: ['up.t.a'] })

describe('comparing states', () => {
  test('finds nothing between equals', () => {
    expect(compareStates([source, view], [source, view])).toEqual([])
  })

  test('names relations and columns that come and go', () => {
    const other = state('ml.w', { id: ['up.t.id'] })
    const wider = state('ml.v', { id: ['up.t.id'], c: ['up.t.a'] }, { definition: view.definition })
    expect(compareStates([source, view], [source, wider, other])).toEqual([
      { kind: 'column removed', relation: 'ml.v', column: 'a', type: 'integer' },
      { kind: 'column added', relation: 'ml.v', column: 'c', type: 'integer' },
      { kind: 'relation added', relation: 'ml.w' },
    ])
    expect(compareStates([source, other], [source])).toEqual([{ kind: 'relation removed', relation: 'ml.w' }])
  })

  test('names every property that differs', () => {
    const changed = withColumn(
      { ...source, comment: 'Other.', key: ['id', 'a'], columns: source.columns.toReversed() },
      'a',
      { type: 'text', nullable: true, comment: 'Other.' },
    )
    expect(compareStates([source], [changed]).map(({ kind }) => kind)).toEqual([
      'column type',
      'column nullability',
      'column comment',
      'column order',
      'key',
      'relation comment',
    ])
  })

  test('a definition is all rows and columns until somebody has looked closer', () => {
    const before = { ...view, definition: 'SELECT 1' }
    const [blunt] = compareStates([before], [view])
    expect(blunt).toMatchObject({ effect: { known: false, rows: true, columns: ['id', 'a'] } })
    const [sharp] = compareStates(
      [
        {
          ...before,
          outline: {
            rows: 'r',
            isRepeated: false,
            columns: new Map(Object.entries({ id: '1', a: '2', gone: '3' })),
          },
        },
      ],
      [
        {
          ...view,
          outline: {
            rows: 'r',
            isRepeated: false,
            columns: new Map(Object.entries({ id: '1', a: 'other', fresh: '4' })),
          },
        },
      ],
    )
    expect(sharp).toMatchObject({ effect: { known: true, rows: false, columns: ['a'] } })
  })

  test('what one side cannot know is not compared', () => {
    const live = {
      ...view,
      comment: null,
      definition: null,
      columns: view.columns.map((column) => ({ ...column, nullable: null, comment: null })),
    }
    expect(compareStates([live], [withColumn(view, 'a', { nullable: true })])).toEqual([])
  })

  test('a live source may have more than it promises, never less', () => {
    const atLeast = { sources: 'at least' } as const
    const live = withColumn(state('up.t', { more: [], b: [], id: [], a: [] }, { key: null }), 'b', {
      nullable: false,
    })
    expect(compareStates([live], [withColumn(source, 'b', { nullable: true })], atLeast)).toEqual([])
    const less = withColumn(state('up.t', { id: [], a: [] }, { key: null }), 'a', { nullable: true })
    expect(compareStates([less], [source], atLeast)).toEqual([
      { kind: 'column nullability', relation: 'up.t', column: 'a', before: 'nullable', after: 'never null' },
      { kind: 'column added', relation: 'up.t', column: 'b', type: 'integer' },
    ])
  })
})
