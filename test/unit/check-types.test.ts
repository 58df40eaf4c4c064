import { describe, expect, test } from 'vitest'
import {
  baselineFiles,
  acceptBaseline,
  checkBaseline,
  readBaseline,
  statesOf,
} from '../../src/check/index.js'
import { committedStates } from '../../src/app/check/committed-states.js'
import { emitArtifacts } from '../../src/emit/index.js'
import type { AnalyzedProject } from '../../src/model/analyzed-project.js'
import type { CompiledType, TypeDefinition } from '../../src/model/upstream-type.js'
import { column, type Models, modelsOf, relation } from '../emit/model.js'

const type = (name: string, definition: TypeDefinition, uses: readonly string[] = []): CompiledType => ({
  schema: 'shop',
  name,
  definition,
  uses,
  executesDifferently: null,
  place: { file: 'types.ts', line: 1 },
})

const items = relation('shop.items', [
  column('id', 'int4', 'Key.'),
  { ...column('price', 'text', 'Price.'), uses: ['shop.money'] },
  { ...column('title', 'text', 'Title.'), uses: ['collation shop.any'], collation: 'shop."any"' },
])
const offers = relation('shop.v', [
  column('id', 'int4', 'Key.', { lineage: [{ relation: 'shop.items', column: 'id' }] }),
  column('price', 'text', 'Price.', { lineage: [{ relation: 'shop.items', column: 'price' }] }),
])

const models = (labels: readonly string[], deterministic = true): Models => {
  const { project, analyzed } = modelsOf([
    { ...items, kind: 'source', viewdef: null },
    { ...offers, dependsOn: [{ schema: 'shop', name: 'items' }] },
  ])
  const types = [
    type('color', { kind: 'enum', labels }),
    type('money', { kind: 'composite', fields: [{ name: 'c', type: 'shop.color' }] }, ['shop.color']),
    type('any', { kind: 'collation', deterministic }),
  ]
  return { project: { ...project, types }, analyzed: { ...analyzed, types } }
}

const accepted = (project: AnalyzedProject) => {
  const act = { at: '2026-01-01T00:00:00Z', who: 'me', reason: 'first' }
  const { baseline, log } = acceptBaseline(undefined, statesOf(project), 'here', act)
  return readBaseline(new Map(baselineFiles(baseline, log).map(({ path, text }) => [path, text])))
}

describe('the baseline', () => {
  test('holds the types, and comes back from its files', () => {
    const { analyzed } = models(['red'])
    expect(checkBaseline('b', accepted(analyzed), statesOf(analyzed))).toMatchObject({ outcome: 'same' })
  })

  test('a label more is a change that hurts the columns that hold the type, through what is made of it', () => {
    const section = checkBaseline(
      'b',
      accepted(models(['red']).analyzed),
      statesOf(models(['red', 'blue']).analyzed),
    )
    expect(section.changes).toMatchObject([
      {
        kind: 'definition',
        relation: 'shop.color',
        before: "CREATE TYPE shop.color AS ENUM ('red');",
        after: "CREATE TYPE shop.color AS ENUM ('red', 'blue');",
      },
    ])
    expect(section.impact[0]?.hurt.map(({ relation: name, rows, columns }) => [name, rows, columns])).toEqual(
      [
        ['shop.money', false, ['values']],
        ['shop.items', false, ['price']],
        ['shop.v', false, ['price']],
      ],
    )
  })

  test('another collation is a change', () => {
    const section = checkBaseline(
      'b',
      accepted(models(['red']).analyzed),
      statesOf(models(['red'], false).analyzed),
    )
    expect(section.changes).toMatchObject([{ kind: 'definition', relation: 'collation shop.any' }])
    expect(section.impact[0]?.hurt.map(({ columns }) => columns)).toEqual([['title']])
  })
})

test('the catalog holds the types as they were declared', async () => {
  const { project, analyzed } = models(['red', 'it\'s "so"'])
  const files = new Map((await emitArtifacts(project, analyzed)).map(({ path, text }) => [path, text]))
  const committed = committedStates(files) ?? []
  const seen = ({ relation: name, definition, columns }: (typeof committed)[number]) => [
    name,
    definition,
    columns.map((one) => one.type),
  ]
  expect(committed.slice(0, 4).map(seen)).toEqual(statesOf(analyzed).slice(0, 4).map(seen))
  expect(
    committed.find(({ relation: name }) => name === 'shop.items')?.columns.map((one) => one.type),
  ).toContain('text COLLATE shop."any"')
})
