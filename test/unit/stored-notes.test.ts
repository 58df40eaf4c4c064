import { expect, test } from 'vitest'
import { storedNotes } from '../../src/app/build/stored-notes.js'
import type { AnalyzedProject, TrackedRelation } from '../../src/model/analyzed-project.js'

test('a source whose changes compute everything is noted, unless that is declared', () => {
  const tracked: readonly TrackedRelation[] = [
    { relation: 'shop.offers', paths: null, declared: false },
    { relation: 'shop.shops', paths: [[['shop', 'shop']]], declared: false },
    { relation: 'shop.prices', paths: [[['id', 'id']]], declared: true },
  ]
  const relation = { schema: 'shop', name: 'ranks_s', place: { file: 'views/ranks.ts', line: 9 }, tracked }
  const other = { schema: 'shop', name: 'v', place: { file: 'views/v.ts', line: 1 } }
  expect(storedNotes({ relations: [other, relation] } as unknown as AnalyzedProject)).toEqual([
    {
      code: 'FS243',
      place: { file: 'views/ranks.ts', line: 9, relation: 'shop.ranks_s' },
      message: 'a change of shop.offers computes the whole relation',
      hint: expect.stringContaining("paths: { 'shop.offers': { … } }"),
    },
  ])
})
