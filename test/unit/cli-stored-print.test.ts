import { describe, expect, test } from 'vitest'
import { jsonTask, type TaskResult } from '../../src/app/certification/task-result.js'
import { verifyStored } from '../../src/app/certification/verify-stored.js'
import { refreshFailure } from '../../src/app/refresh/refresh-failure.js'
import {
  jsonRefresh,
  refreshGrade,
  type RefreshReport,
  type RelationOutcome,
} from '../../src/app/refresh/refresh-report.js'
import { readersOf, type StoredNode, storedOf } from '../../src/app/refresh/stored-graph.js'
import type { StoredStatus } from '../../src/certify/run/stored-relations.js'
import { colorsFor } from '../../src/cli/report/text/colors.js'
import { printRefresh } from '../../src/cli/report/text/print-refresh.js'
import { printCompared, printStoredStatus } from '../../src/cli/report/text/print-stored.js'
import type { CompiledProject, CompiledView } from '../../src/model/compiled-project.js'

const plain = colorsFor({ isTTY: false, write: () => undefined }, {})
const WIDTH = 100
const server = 'PostgreSQL 18.1 at h:1, database d'

const stored = {
  key: ['id'],
  indexes: [],
  maxAge: '1 day',
  refresh: 'byKey',
  track: 'triggers',
  paths: {},
} as const

const result = {
  how: 'keys',
  rows: 9,
  changes: 3,
  inserted: 1,
  updated: 2,
  deleted: 0,
  milliseconds: 12,
} as const
const refreshed = (relation: string): RelationOutcome => ({ relation, kind: 'refreshed', result })
const failure = {
  code: 'FS917',
  place: { relation: 'ml.b' },
  message: 'it was not refreshed',
  hint: 'Look.',
} as const

describe('a refresh', () => {
  test('has a line for each relation, and names the readers that are behind', () => {
    const whole = {
      ...result,
      how: 'whole',
      changes: null,
      inserted: null,
      updated: null,
      deleted: null,
    } as const
    const report: RefreshReport = {
      server,
      relations: [refreshed('ml.a'), { relation: 'ml.mv', kind: 'refreshed', result: whole }],
      behind: [
        { relation: 'ml.c', pending: 7 },
        { relation: 'ml.d', pending: null },
      ],
    }
    expect(printRefresh(report, plain, WIDTH)).toBe(`${server}

relation  computed  changes  inserted  updated  deleted  rows   time
ml.a      changes         3         1        2        0     9  12 ms
ml.mv     all rows                                          9  12 ms

Relations that read these and now have changes to take up: ml.c (7 recorded), ml.d (does not record
changes).
`)
    expect(jsonRefresh(report)).toMatchObject({ format: 1, outcome: 'refreshed', diagnostics: [] })
  })

  test('that failed for a relation is told from one that was stopped', () => {
    const found: RefreshReport = {
      server,
      relations: [
        { relation: 'ml.b', kind: 'failed', diagnostic: failure },
        { relation: 'ml.c', kind: 'skipped', because: ['ml.b'] },
        refreshed('ml.d'),
      ],
      behind: [],
    }
    expect(refreshGrade(found)).toBe('found')
    expect(jsonRefresh(found)).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'FS917' }] })
    expect(printRefresh(found, plain, WIDTH)).toMatch(/ml\.c +skipped .*reads ml\.b\n/)

    const lost = { ...failure, code: 'FS905' } as const
    const stopped: RefreshReport = {
      server,
      relations: [
        refreshed('ml.a'),
        { relation: 'ml.b', kind: 'failed', diagnostic: lost },
        { relation: 'ml.c', kind: 'left' },
      ],
      behind: [],
    }
    expect(refreshGrade(stopped)).toBe('failed')
    expect(jsonRefresh(stopped)).toMatchObject({
      outcome: 'stopped',
      diagnostics: [
        { code: 'FS905' },
        {
          code: 'FS918',
          message: 'the refresh stopped before the end; refreshed: ml.a; left: ml.b, ml.c',
        },
      ],
    })
    // The last one may be the one that was lost.
    const last = { ...stopped, relations: stopped.relations.slice(0, 2) }
    expect(refreshGrade(last)).toBe('failed')
  })

  const node: StoredNode = {
    name: 'ml.b',
    relation: 'ml.b',
    live: 'ml.b_live',
    stored: { ...stored, live: { schema: 'ml', name: 'b_live' } },
    reads: [],
  }
  const attempt = { of: 'audit', left: '', who: 'the owner' } as const
  const error = (code: string, rest: object = {}) =>
    Object.assign(new Error('no'), { severity: 'ERROR', code, ...rest })

  test.each([
    [
      '23505',
      { detail: 'Key (id)=(1) exists.' },
      'FS917',
      /^it was not refreshed: no \(23505\): Key \(id\)=\(1\) exists; its rows/,
      /ml\.b_live with the same id/,
    ],
    ['57014', {}, 'FS917', /\(57014\)/, /statement_timeout/],
    ['FSS01', { hint: 'x' }, 'FS917', /\(FSS01\)/, /install\.sql/],
    ['53100', { hint: 'Free some.' }, 'FS917', /\(53100\)/, /^Free some\.$/],
    ['53200', {}, 'FS917', /\(53200\)/, /log of the server/],
    ['57P01', {}, 'FS905', /its rows are unchanged/, /Run it again/],
  ])('reports %s with what to do', (code, rest, expected, message, hint) => {
    const { diagnostic, isLost } = refreshFailure(error(code, rest), node, attempt)
    expect(diagnostic).toMatchObject({
      code: expected,
      place: { relation: 'ml.b' },
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
    expect(isLost).toBe(expected === 'FS905')
  })

  test('does not take a bug for an error of the database', () => {
    const bug = new TypeError('x is not a function')
    expect(() => refreshFailure(bug, node, attempt)).toThrow(bug)
  })
})

test('stored relations read those below their views, up to the next stored ones', () => {
  const view = (name: string, reads: readonly string[], live?: string): CompiledView =>
    ({
      schema: 'ml',
      name,
      dependsOn: reads.map((read) => ({ schema: 'ml', name: read })),
      ...(live !== undefined && { stored: { ...stored, live: { schema: 'ml', name: live } } }),
    }) as unknown as CompiledView
  const views = [
    view('a_live', ['source']),
    view('a', ['a_live'], 'a_live'),
    view('between', ['a']),
    view('b_live', ['between']),
    view('b', ['b_live'], 'b_live'),
    view('c_live', ['b', 'source']),
    view('c', ['c_live'], 'c_live'),
  ]
  const nodes = storedOf({ views } as unknown as CompiledProject)
  expect(nodes.map(({ name, reads }) => [name, reads])).toEqual([
    ['ml.a', []],
    ['ml.b', ['ml.a']],
    ['ml.c', ['ml.b']],
  ])
  expect(readersOf(['ml.a'], nodes).map(({ name }) => name)).toEqual(['ml.b', 'ml.c'])
  expect(readersOf(['ml.a', 'ml.b'], nodes).map(({ name }) => name)).toEqual(['ml.c'])
  expect(readersOf(['ml.c'], nodes)).toEqual([])
})

describe('a status', () => {
  const state: StoredStatus = {
    relation: 'ml.a',
    live: 'ml.a_live',
    refresh: 'byKey',
    track: 'triggers',
    maxAge: '1 day',
    rows: 300,
    pending: 3,
    oldestChange: '2026-01-02T03:04:05Z',
    oldestSeconds: 40,
    refreshedAt: '2026-01-02T03:04:05Z',
    refreshedSeconds: 7200,
    how: 'keys',
    changes: 1,
    inserted: 1,
    updated: 0,
    deleted: 0,
    milliseconds: 1234,
    problem: null,
  }
  const never = {
    ...state,
    relation: 'ml.b',
    rows: null,
    pending: null,
    oldestSeconds: null,
    refreshedAt: null,
    refreshedSeconds: null,
    how: null,
    milliseconds: null,
    problem: 'it was never refreshed',
  }

  test('says how far behind each stored relation is, and what is wrong', () => {
    expect(printStoredStatus([state, never], plain, WIDTH))
      .toBe(`stored relation  rows  pending    oldest  refreshed  computed   time  problem
ml.a              300        3  40 s ago    2 h ago  changes   1.2 s
ml.b                                          never                   it was never refreshed
`)
  })

  test('without a certification is that of the stored relations', () => {
    const reporting = { json: () => ({ outcome: 'open' }), grade: () => 'ok' as const }
    const part = { items: [never], outcome: 'behind', grade: 'found', diagnostics: [failure] } as const
    const alone: TaskResult<object> = { server, outcomes: [], reporting, stored: part }
    expect(jsonTask(alone)).toEqual({
      format: 1,
      outcome: 'behind',
      server,
      stored: [never],
      diagnostics: [expect.objectContaining({ code: 'FS917', relation: 'ml.b' })],
    })
    const certification = { entrypoint: { schema: 'ml', name: 'e' }, aliases: [] } as never
    const beside: TaskResult<object> = {
      ...alone,
      outcomes: [{ certification, kind: 'done', result: {} }],
    }
    expect(jsonTask(beside)).toMatchObject({ outcome: 'behind', stored: [never] })
    const current = { ...part, outcome: 'current', grade: 'ok', diagnostics: [] } as const
    expect(jsonTask({ ...beside, stored: current })).toMatchObject({ outcome: 'open', diagnostics: [] })
  })
})

test('a verification says which rows of stored relations are not those of their views', () => {
  const name = { relation: 'ml.a', live: 'ml.a_live' }
  const counts = { compared: 10, missing: 0, surplus: 0, changed: 0, pending: 2 }
  const items = [
    { ...name, ...counts, outcome: 'same' },
    { ...name, ...counts, outcome: 'different', missing: 3, changed: 1, pending: null },
    { ...name, outcome: 'never refreshed' },
    { ...name, outcome: 'not compared' },
  ] as const
  expect(printCompared(items, plain, WIDTH))
    .toBe(`stored relation  view       result           compared  missing  surplus  changed
ml.a             ml.a_live  same                   10        0        0        0  without rows of 2
                                                                                  pending changes
ml.a             ml.a_live  different              10        3        0        1
ml.a             ml.a_live  never refreshed
ml.a             ml.a_live  not compared                                          the role may not
                                                                                  compare it
`)
  const judged = verifyStored.judge(items, false)
  expect(judged).toMatchObject({ outcome: 'failed', grade: 'found' })
  expect(judged.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'FS919 its rows are not those of ml.a_live: 3 missing, 0 surplus, 1 changed of 10 compared',
    'FS919 it was never refreshed, so its rows are not those of ml.a_live',
  ])
  expect(verifyStored.judge([items[0], items[3]], false)).toMatchObject({ outcome: 'passed', grade: 'ok' })
})
