import { expect, test } from 'vitest'
import { leakDiagnostics } from '../../src/analyze/index.js'
import { leakSentences } from '../../src/model/determinism-rules.js'
import type { Leak } from '../../src/model/leak.js'
import { relation } from '../emit/model.js'

const leaks: readonly Leak[] = [
  { kind: 'clock', what: 'now()', column: 'age' },
  { kind: 'sample', what: 'TABLESAMPLE of s.t', column: null },
]
const relations = [relation('s.certified', [], { leaks }), relation('s.free', [], { leaks })]

test('says what leaks in what is certified, and where', () => {
  const found = leakDiagnostics(relations, new Set(['s.certified']), (name, column) => ({
    file: `${name}.ts`,
    line: column === null ? 1 : 7,
  }))
  expect(found).toEqual([
    {
      code: 'FS211',
      place: { file: 's.certified.ts', line: 7, relation: 's.certified', column: 'age' },
      message: 'now() reads the clock, so the answer depends on the time of the query',
      hint: expect.stringMatching(/^[A-Z].*\.$/),
    },
    {
      code: 'FS216',
      place: { file: 's.certified.ts', line: 1, relation: 's.certified' },
      message: 'TABLESAMPLE of s.t takes another sample at every query; add REPEATABLE',
      hint: expect.stringMatching(/^[A-Z].*\.$/),
    },
  ])
})

test('every kind has a code of its own', () => {
  const kinds = Object.keys(leakSentences) as Leak['kind'][]
  const one = relation('s.v', [], { leaks: kinds.map((kind) => ({ kind, what: 'it', column: null })) })
  const codes = leakDiagnostics([one], new Set(['s.v']), () => ({})).map(({ code }) => code)
  expect(codes).toEqual(kinds.map((_, at) => `FS${211 + at}`))
})
