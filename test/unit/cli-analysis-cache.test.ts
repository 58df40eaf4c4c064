import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAnalysisCache } from '../../src/cache/analysis-cache.js'
import { relationKeys } from '../../src/cache/relation-keys.js'
import { column, relation } from '../emit/model.js'
import { project, source, view } from '../analyze/support/project.js'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'fusion-cache-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const one = relation('ml.v', [column('a', 'int4', 'A\ttab, a\nnewline, a “quote”.', { because: 'why' })])
const open = (compiler = 'c') => openAnalysisCache(dir, compiler)
const file = () => join(dir, 'analysis.cache')

function fill(): void {
  const cache = open()
  cache.keepRelation('k1', one)
  cache.texts.set('interface X {\n}', 'text\nof it')
  cache.save()
}

describe('analysis cache', () => {
  test('gives back what was kept', () => {
    fill()
    const cache = open()
    expect(cache.relation('k1')).toEqual(one)
    expect(cache.texts.get('interface X {\n}')).toBe('text\nof it')
    expect(cache.relation('k2')).toBeUndefined()
    expect(cache.texts.get('k1')).toBeUndefined()
  })

  test('drops what a build did not ask for', () => {
    fill()
    const cache = open()
    cache.relation('k1')
    cache.save()
    expect(open().texts.get('interface X {\n}')).toBeUndefined()
    expect(open().relation('k1')).toEqual(one)
  })

  test('shows nothing of another compiler', () => {
    fill()
    expect(open('other').relation('k1')).toBeUndefined()
  })

  test.each([
    ['cut short', (text: string) => text.slice(0, -100)],
    ['with one letter changed', (text: string) => text.replace('newline', 'newlime')],
    ['empty', () => ''],
    ['of something else', () => 'hello\nworld'],
  ])('a file that is %s is no cache', (_, damage) => {
    fill()
    writeFileSync(file(), damage(readFileSync(file(), 'utf8')))
    const cache = open()
    expect(cache.relation('k1')).toBeUndefined()
    cache.keepRelation('k1', one)
    cache.save()
    expect(open().relation('k1')).toEqual(one)
  })

  test('needs no place to be written to', () => {
    const cache = openAnalysisCache(join(dir, 'not', 'there'), 'c')
    cache.keepRelation('k1', one)
    expect(() => cache.save()).not.toThrow()
    expect(cache.relation('k1')).toEqual(one)
  })
})

describe('keys of relations', () => {
  const t = source('up.t', ['id integer NOT NULL', 'a integer'], ['id'])
  const v = view('ml.v', 'SELECT id, a FROM up.t', ['up.t'])
  const w = view('ml.w', 'SELECT id FROM ml.v', ['ml.v'])
  const other = view('ml.other', 'SELECT 1 AS one', [])
  const all = (...views: (typeof v)[]) => project([t], views)
  const changed = (before: ReturnType<typeof all>, after: ReturnType<typeof all>): string[] => {
    const old = relationKeys(before)
    return [...relationKeys(after)].filter(([name, key]) => old.get(name) !== key).map(([name]) => name)
  }

  test('change with the relation and all that is downstream of it', () => {
    const before = all(v, w, other)
    expect(changed(before, all({ ...v, select: 'SELECT id, a + 1 AS a FROM up.t' }, w, other))).toEqual([
      'ml.v',
      'ml.w',
    ])
    expect(changed(before, all(v, { ...w, comment: 'Other.' }, other))).toEqual(['ml.w'])
    expect(changed(before, { ...before, sources: [{ ...t, key: [] }] })).toEqual(['up.t', 'ml.v', 'ml.w'])
  })

  test('do not change with the line', () => {
    const before = all(v, w)
    expect(changed(before, all({ ...v, place: { file: 'moved.ts', line: 99 } }, w))).toEqual([])
  })
})
