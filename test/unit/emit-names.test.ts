import fc from 'fast-check'
import { ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { relationFileName } from '../../src/emit/relation-file-name.js'
import { rowNames } from '../../src/emit/row-names.js'
import type { RelationName } from '../../src/model/relation-name.js'

const named = (...names: string[]): RelationName[] =>
  names.map((name) => ({ schema: name.split('.')[0] ?? '', name: name.slice(name.indexOf('.') + 1) }))

/** Few characters, so that names collide. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'A', '_', ' ', '.', '1', '$', '%', '~', 'é'),
    minLength: 1,
    maxLength: 6,
  }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 21 }).filter((name) => !/\p{Cs}/u.test(name)),
)
const relations = fc.uniqueArray(fc.record({ schema: text, name: text }), {
  selector: ({ schema, name }) => JSON.stringify([schema, name]),
  maxLength: 12,
})

describe('rowNames', () => {
  it.each([
    [['ml.v_damage_fusion_features_v2_scored'], ['VDamageFusionFeaturesV2ScoredRow']],
    [['iPhone.iphone_listings'], ['IphoneListingsRow']],
    [['ml.iPhone'], ['IPhoneRow']],
    [
      ['a.trees', 'b.trees', 'b.other'],
      ['ATreesRow', 'BTreesRow', 'OtherRow'],
    ],
    [
      ['a.2023 sales', 'a.öl'],
      ['_2023SalesRow', 'ÖlRow'],
    ],
    [
      ['s.a b', 's.a_b', 's.c'],
      ['s$$a$20$bRow', 's$$a_bRow', 'CRow'],
    ],
    [
      ['a.b_c', 'a.d', 'x.d', 'x.a_d'],
      ['BCRow', 'a$$dRow', 'XDRow', 'ADRow'],
    ],
    [
      ['s.!!', 's.??'],
      ['s$$$21$$21$Row', 's$$$3f$$3f$Row'],
    ],
  ])('%j', (input, output) => expect(rowNames(named(...input))).toEqual(output))

  it('gives every relation an identifier of its own', () => {
    fc.assert(
      fc.property(relations, (list) => {
        const names = rowNames(list)
        expect(new Set(names).size).toBe(list.length)
        for (const name of names) {
          expect(ts.isIdentifierStart(name.codePointAt(0) ?? 0, ts.ScriptTarget.ESNext)).toBe(true)
        }
        for (const char of names.join('')) {
          expect(ts.isIdentifierPart(char.codePointAt(0) ?? 0, ts.ScriptTarget.ESNext), char).toBe(true)
        }
      }),
    )
  })
})

describe('relationFileName', () => {
  it.each([
    ['ml.v_damage_v2', 'ml.v_damage_v2'],
    ['iPhone.v', 'i%50hone.v'],
    ['con.v', '%63on.v'],
    ['a.b.c', 'a.b%2ec'],
  ])('%s is %s', (name, file) => {
    expect(named(name).map(relationFileName)).toEqual([file])
  })

  it('leaves no way out of the folder', () => {
    expect(relationFileName({ schema: '../x', name: '/etc' })).toBe('%2e%2e%2fx.%2fetc')
  })

  it('is safe anywhere and differs, whatever the case', () => {
    fc.assert(
      fc.property(relations, (list) => {
        const files = list.map(relationFileName)
        expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(list.length)
        for (const file of files) expect(file).toMatch(/^[a-z0-9_%][a-z0-9_%.~]+$/)
      }),
    )
  })

  it('cuts what is too long, and tells apart what is then alike', () => {
    const files = ['a', 'b'].map((end) =>
      relationFileName({ schema: 'é'.repeat(31), name: 'é'.repeat(31) + end }),
    )
    expect(new Set(files).size).toBe(2)
    for (const file of files) expect(file.length).toBeLessThanOrEqual(130)
    expect(relationFileName({ schema: 'x'.repeat(63), name: 'y'.repeat(63) })).not.toContain('~')
  })
})
