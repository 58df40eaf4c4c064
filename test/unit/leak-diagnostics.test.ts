import { expect, test } from 'vitest'
import { leakDiagnostics, momentDiagnostics } from '../../src/analyze/index.js'
import { leakSentences } from '../../src/model/determinism-rules.js'
import type { Leak } from '../../src/model/leak.js'
import type { AnalyzedColumn } from '../../src/model/analyzed-project.js'
import { column, relation } from '../emit/model.js'

const leaks: readonly Leak[] = [
  { kind: 'clock', what: 'now()', column: 'age' },
  { kind: 'sample', what: 'TABLESAMPLE of s.t', column: null },
]
const relations = [relation('s.certified', [], { leaks }), relation('s.free', [], { leaks })]

test('says what leaks in what is certified, and where', () => {
  const found = leakDiagnostics(
    relations,
    new Set(['s.certified']),
    { allowedFunctions: [], ordered: [] },
    (name, { column: of }) => ({
      place: {
        file: `${name}.ts`,
        line: of === null ? 1 : 7,
        relation: name,
        ...(of !== null && { column: of, layer: 'base' }),
      },
      ...(of !== null && { excerpt: 'now() - at AS age' }),
    }),
  )
  expect(found).toEqual([
    {
      code: 'FS211',
      place: { file: 's.certified.ts', line: 7, relation: 's.certified', column: 'age', layer: 'base' },
      message: 'now() reads the clock, so the answer depends on the time of the query',
      hint: expect.stringMatching(/^[A-Z].*\.$/),
      excerpt: 'now() - at AS age',
    },
    {
      code: 'FS216',
      place: { file: 's.certified.ts', line: 1, relation: 's.certified' },
      message: 'TABLESAMPLE of s.t takes a different sample on every query; add REPEATABLE',
      hint: expect.stringMatching(/^[A-Z].*\.$/),
    },
  ])
})

test('every kind has a code of its own', () => {
  const kinds = Object.keys(leakSentences) as Leak['kind'][]
  const one = relation('s.v', [], { leaks: kinds.map((kind) => ({ kind, what: 'it', column: null })) })
  const codes = leakDiagnostics([one], new Set(['s.v']), { allowedFunctions: [], ordered: [] }, () => ({
    place: {},
  })).map(({ code }) => code)
  expect(new Set(codes).size).toBe(kinds.length)
  for (const code of codes) expect(code).toMatch(/^FS2[12]\d$/)
})

/** A column of a domain over a built-in type. */
const domain = (name: string, base: string): AnalyzedColumn => ({
  ...column(name, base, ''),
  type: { schema: 's', name: 'birthday', sql: 's.birthday', base: { schema: 'pg_catalog', name: base } },
})

const MOMENTS = () => {
  const columns = [
    column('at', 'timestamptz', ''),
    column('days', '_date', ''),
    column('span', 'tstzrange', ''),
    domain('born', 'date'),
    column('age', 'interval', ''),
    column('n', 'int4', ''),
  ]
  return [
    relation('s.entry', columns, {}),
    relation('s.train', columns, {}),
    relation('s.inner', columns, {}),
  ]
}
const momentsFound = (moments: readonly string[]) =>
  momentDiagnostics(
    MOMENTS(),
    {
      outputs: new Set(['s.entry', 's.train']),
      t0: { relation: 's.entry', column: 'at' },
      moments: new Set(moments),
      place: { file: 'fusion.config.ts', line: 9 },
    },
    () => ({ file: 'v.ts', line: 3 }),
  )

test('an output carries no moment but the T0', () => {
  const found = momentsFound([])
  const names = found.map(({ code, place }) => `${code} ${place.relation}.${place.column}`)
  expect(names).toEqual([
    'FS221 s.entry.days',
    'FS221 s.entry.span',
    'FS221 s.entry.born',
    'FS221 s.train.at',
    'FS221 s.train.days',
    'FS221 s.train.span',
    'FS221 s.train.born',
  ])
  expect(found[0]).toMatchObject({
    place: { file: 'v.ts', line: 3 },
    message: 'a certified output has a date or time type: date[]',
  })
})

test('a moment that is declared as meant is left alone in every output, and what is none is not declared', () => {
  const found = momentsFound(['at', 'span', 'born', 'n', 'age'])
  const names = found.map(({ code, place }) => `${code} ${place.relation}.${place.column}`)
  expect(names.slice(0, 2)).toEqual(['FS221 s.entry.days', 'FS221 s.train.days'])
  expect(found.slice(2)).toMatchObject([
    { code: 'FS173', place: { line: 9 }, message: '"n" is declared as a moment but has the type integer' },
    { code: 'FS173', place: { line: 9 }, message: '"age" is declared as a moment but has the type interval' },
  ])
})
