import fc from 'fast-check'
import * as prettier from 'prettier'
import { Project } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { emitRows } from '../../src/emit/emit-rows.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { column, modelsOf, relation } from '../emit/model.js'

const style = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

async function rowsOf(
  relations: readonly AnalyzedRelation[],
  reader?: Parameters<typeof modelsOf>[1],
  memo = new Map<string, string>(),
): Promise<string> {
  const { project, analyzed } = modelsOf(relations, reader)
  return (await emitRows(project, analyzed, memo)).text
}

const types = [
  'int4',
  'int8',
  '_int8',
  'numeric',
  'jsonb',
  '_interval',
  'bytea',
  'point',
  '_circle',
  'text',
  '_point',
]

const name = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z_][a-z0-9_]{0,62}$/) },
  fc.constantFrom(
    'get',
    'set',
    'new',
    'readonly',
    'static',
    'constructor',
    'in',
    '__proto__',
    'export',
    '1',
    '1.5',
    '-1',
  ),
  fc.constantFrom(
    "it's",
    '"q"',
    `'"`,
    'a.b',
    'N.N',
    'NNN',
    'TTTRow',
    '*/',
    '`${x}`',
    'a\\b',
    'données',
    '名前',
    '😀',
    '\n',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 63 }),
)
const comment = fc.oneof(
  fc.lorem({ maxCount: 30 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('*/ @x */'),
)

const columns = fc.uniqueArray(
  fc
    .tuple(name, fc.constantFrom(...types), comment, fc.option(comment, { nil: undefined }))
    .map(([n, t, c, because]) => column(n, t, c, because === undefined ? {} : { because })),
  { selector: (c) => c.name, maxLength: 8 },
)
const relations = fc.uniqueArray(
  fc.record({ schema: name, name, columns, comment }).map((r) => relation('x.x', r.columns, r)),
  { selector: (r) => `${r.schema}.${r.name}`, minLength: 1, maxLength: 5 },
)

describe('emitRows', () => {
  it('is what prettier makes of it, and TypeScript finds every column, whatever the names', async () => {
    const memo = new Map<string, string>()
    const typescript = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true })
    await fc.assert(
      fc.asyncProperty(relations, async (list) => {
        const text = await rowsOf(list, undefined, memo)
        expect(text).toBe(await prettier.format(text, { ...style, parser: 'typescript' }))
        const file = typescript.createSourceFile('rows.ts', text, { overwrite: true })
        const found = file.getInterfaces().filter((i) => i.getName().endsWith('Row'))
        expect(found.map((i) => i.getProperties().map((p) => p.getSymbolOrThrow().getEscapedName()))).toEqual(
          list.map((r) => r.columns.map((c) => c.name.replace(/^__/, '___'))),
        )
        expect(file.getInterfaceOrThrow('Database').getProperties()).toHaveLength(list.length)
      }),
      { numRuns: 60 },
    )
  })

  it('reads by the settings', async () => {
    const r = relation('a.b', [column('i', 'int8', 'I.'), column('n', 'numeric', 'N.', { because: 'x' })])
    const text = await rowsOf([r], { int8: 'bigint', numeric: 'number' })
    expect(text).toContain('readonly i: bigint\n')
    expect(text).toContain('readonly n: number | null\n')
    expect(text).toContain('int8 as bigint and numeric as number')
  })

  it('says why a column of a view can be null, and of a table does not', async () => {
    const c = column('i', 'int4', 'Largest', { because: 'max over a possibly empty set' })
    expect(await rowsOf([relation('a.b', [c])])).toContain(
      '  /** Largest. `integer`. Null: max over a possibly empty set. */\n  readonly i: number | null\n',
    )
    expect(await rowsOf([relation('a.b', [c], { kind: 'source' })])).toContain(
      '  /** Largest. `integer`. */\n',
    )
  })

  it('declares JsonValue and PostgresInterval where they are mentioned only', async () => {
    expect(await rowsOf([relation('a.b', [column('i', 'int4', 'I.')])])).not.toMatch(
      /JsonValue|PostgresInterval/,
    )
    const text = await rowsOf([relation('a.b', [column('i', '_json', 'I.'), column('j', 'interval', 'J.')])])
    expect(text).toContain('export type JsonValue =')
    expect(text).toContain('export interface PostgresInterval {')
  })

  it('can do without columns', async () => {
    expect(await rowsOf([relation('a.b', [])])).toContain('export interface BRow {}\n')
  })
})
