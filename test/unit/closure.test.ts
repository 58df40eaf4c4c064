import { expect, test } from 'vitest'
import type { CompiledProject, CompiledView } from '../../src/model/compiled-project.js'
import { upstreamClosure } from '../../src/resolve/closure.js'

const view = (name: string, select: string, ...reads: readonly string[]): CompiledView => ({
  kind: 'view',
  schema: 'ml',
  name,
  comment: '',
  columns: [],
  select,
  dependsOn: reads.map((read) => ({ schema: 'ml', name: read })),
  file: 'all.sql',
  isGuarded: false,
  place: {},
  places: {},
})

const project = (...views: readonly CompiledView[]): CompiledProject => ({
  name: 'store',
  types: [],
  sources: [],
  views,
  files: ['all.sql'],
  reader: { int8: 'string', numeric: 'string' },
  certifications: [],
})

const needed = (all: CompiledProject, name: string): readonly string[] =>
  upstreamClosure(all, new Set([`ml.${name}`])).views.map((one) => one.name)

test('raw SQL reads what it names, and all that this reads', () => {
  const all = project(view('a', 'SELECT 1'), view('b', 'SELECT 1', 'a'), view('c', 'SELECT * FROM ml.b'))
  expect(needed(all, 'c')).toEqual(['a', 'b', 'c'])
})

test('a name of a later view in a text is none', () => {
  const all = project(
    view('v', 'SELECT least(1, 2)'),
    view('live', 'SELECT 1'),
    view('st', 'SELECT 1', 'live'),
  )
  expect(needed(all, 'v')).toEqual(['v'])
})
