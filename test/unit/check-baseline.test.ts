import { describe, expect, test } from 'vitest'
import { acceptBaseline, baselineFiles, checkBaseline, readBaseline } from '../../src/check/index.js'
import { state, withColumn } from '../support/states.js'

const first = [state('up.t', { id: [], a: [] }), state('ml.v', { id: ['up.t.id'], a: ['up.t.a'] })]
const second = [first[0]!, withColumn(first[1]!, 'a', { type: 'bigint' }), state('ml.w', { id: ['ml.v.id'] })]
const act = { at: '2026-05-03T10:00:00.000Z', who: 'A <a@example.org>', reason: 'first' }

const accepted = acceptBaseline(undefined, first, 'pglite 1', act)
const filesOf = ({ baseline, log }: typeof accepted) =>
  new Map(baselineFiles(baseline, log).map(({ path, text }) => [path, text]))

describe('baseline', () => {
  test('is read back as it was written', () => {
    expect(readBaseline(filesOf(accepted))).toEqual({
      kind: 'read',
      baseline: accepted.baseline,
      log: [
        {
          ...act,
          fingerprint: accepted.baseline.fingerprint,
          previous: null,
          added: ['up.t', 'ml.v'],
          removed: [],
          changed: [],
        },
      ],
    })
  })

  test('has the same bytes whoever accepts it and when', () => {
    const again = acceptBaseline(undefined, first, 'pglite 1', { at: 'later', who: 'B', reason: 'other' })
    expect(filesOf(again).get('baseline.json')).toBe(filesOf(accepted).get('baseline.json'))
  })

  test('the log only grows, and says what each acceptance moved', () => {
    const next = acceptBaseline(accepted, second, 'pglite 1', { ...act, reason: 'wider' })
    expect(next.log).toHaveLength(2)
    expect(next.log[0]).toBe(accepted.log[0])
    expect(next.log[1]).toMatchObject({
      reason: 'wider',
      previous: accepted.baseline.fingerprint,
      added: ['ml.w'],
      changed: ['ml.v'],
    })
    expect(readBaseline(filesOf(next)).kind).toBe('read')
  })

  test.each([
    ['an edited definition', 'baseline.json', (text: string) => text.replace('FROM up.t', 'FROM up.u')],
    ['an edited type', 'baseline.json', (text: string) => text.replace('"integer"', '"text"')],
    ['another format', 'baseline.json', (text: string) => text.replace('"format": 1', '"format": 2')],
    ['half a file', 'baseline.json', (text: string) => text.slice(0, 100)],
    ['an emptied log', 'accepted.jsonl', () => ''],
    [
      'a log of something else',
      'accepted.jsonl',
      (text: string) => text.replace(/"fingerprint":"./, '"fingerprint":"x'),
    ],
  ])('%s is not trusted', (_, path, edit) => {
    const files = filesOf(accepted)
    files.set(path, edit(files.get(path) ?? ''))
    const reading = readBaseline(files)
    expect(reading.kind).toBe('invalid')
    const section = checkBaseline('generated/baseline', reading, first)
    expect(section.outcome).toBe('not checked')
    expect(section.diagnostics).toMatchObject([{ code: 'FS701' }])
  })

  test('a line taken out of the log is noticed', () => {
    const next = acceptBaseline(accepted, second, 'pglite 1', act)
    const files = filesOf(next)
    files.set('accepted.jsonl', `${files.get('accepted.jsonl')?.split('\n')[1]}\n`)
    expect(readBaseline(files)).toMatchObject({
      kind: 'invalid',
      why: expect.stringContaining('out of order'),
    })
  })

  test('without one the check differs and says how to accept', () => {
    const section = checkBaseline('generated/baseline', readBaseline(new Map()), first)
    expect(section.outcome).toBe('different')
    expect(section.note).toContain('fusion baseline accept --reason')
  })

  test('what differs from it is named, with what it affects downstream', () => {
    const reading = readBaseline(filesOf(accepted))
    expect(checkBaseline('b', reading, first).outcome).toBe('same')
    const section = checkBaseline('b', reading, second)
    expect(section).toMatchObject({
      outcome: 'different',
      changes: [
        { kind: 'column type', relation: 'ml.v', column: 'a' },
        { kind: 'relation added', relation: 'ml.w' },
      ],
      impact: [{ relation: 'ml.v', columns: ['a'], hurt: [] }, { relation: 'ml.w' }],
    })
  })
})
