import * as prettier from 'prettier'
import { describe, expect, it } from 'vitest'
import { emitArtifacts } from '../../src/emit/index.js'
import { column, modelsOf, relation } from '../emit/model.js'
import { orchard } from '../emit/orchard.js'

const style = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

describe('emitArtifacts', () => {
  it('writes what is committed for the orchard', async () => {
    for (const { path, text } of await emitArtifacts(orchard.project, orchard.analyzed)) {
      await expect(text).toMatchFileSnapshot(`../emit/orchard/${path}`)
    }
  })

  it('is sorted by path, one artifact a path', async () => {
    const paths = (await emitArtifacts(orchard.project, orchard.analyzed)).map(({ path }) => path)
    expect(paths).toEqual([...new Set(paths)].toSorted((a, b) => (a < b ? -1 : 1)))
    expect(paths).toContain('sql/02_select.sql')
    expect(paths).toContain('viewdefs/%46ruit%20%24do%24.select.sql')
  })

  it('gives the same bytes again, with a memo and from a memo', async () => {
    const memo = new Map<string, string>()
    const plain = await emitArtifacts(orchard.project, orchard.analyzed)
    expect(await emitArtifacts(orchard.project, orchard.analyzed, memo)).toEqual(plain)
    const frozen = { get: (key: string) => memo.get(key), set: () => expect.unreachable() }
    expect(await emitArtifacts(orchard.project, orchard.analyzed, frozen)).toEqual(plain)
  })

  it('needs no formatter for a column that is laid out like one before', async () => {
    const memo = new Map<string, string>()
    const emit = async (name: string): Promise<void> => {
      const { project, analyzed } = modelsOf([relation('a.b', [column(name, 'int4', 'C.')])])
      await emitArtifacts(project, analyzed, memo)
    }
    await emit('count_a')
    const size = memo.size
    await emit('count_b')
    expect(memo.size).toBe(size)
  })

  it('is formatted as prettier would', async () => {
    for (const { path, text } of await emitArtifacts(orchard.project, orchard.analyzed)) {
      const parser = path.endsWith('.ts') ? 'typescript' : path.endsWith('.json') ? 'json' : undefined
      if (parser) expect(text).toBe(await prettier.format(text, { ...style, parser }))
    }
  })

  it('does with a project of nothing', async () => {
    const empty = {
      name: 'none',
      types: [],
      sources: [],
      views: [],
      files: [],
      certifications: [],
      reader: orchard.project.reader,
    }
    const artifacts = await emitArtifacts(empty, { name: 'none', types: [], relations: [] })
    expect(artifacts.map(({ path }) => path)).toEqual(['catalog.json', 'catalog.schema.json', 'rows.ts'])
    for (const { text } of artifacts) expect(text).toMatch(/[^\n]\n$/)
  })
})
