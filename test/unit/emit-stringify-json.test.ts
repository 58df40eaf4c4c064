import fc from 'fast-check'
import * as prettier from 'prettier'
import { describe, expect, it } from 'vitest'
import { stringifyJson } from '../../src/emit/stringify-json.js'

/** Prettier counts a wide character as two, and writes a list of numbers like prose; neither is wanted here. */
const { json } = fc.letrec((tie) => ({
  text: fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.string({ unit: fc.constantFrom('a', '"', '\\'), minLength: 60, maxLength: 120 }),
  ),
  json: fc.oneof(
    { depthSize: 'small' },
    tie('text'),
    fc.constantFrom(true, false, null),
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))

describe('stringifyJson', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
        expect(JSON.parse(stringifyJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('is laid out as prettier would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), json, { noNullPrototype: true }), async (value) => {
        const text = `${stringifyJson(value)}\n`
        expect(await prettier.format(text, { parser: 'json', printWidth: 110 })).toBe(text)
      }),
    )
  })

  it.each([
    {
      ' ': true,
      '      ': { '        ': true, '    ': true },
      '   ': false,
      '     ': true,
      '': false,
      '    ': [],
    },
    ...Array.from({ length: 24 }, (_, i) => 'k'.repeat(88 + i)).flatMap((k) => [
      { [k]: [] },
      { [k]: {} },
      { '': [k] },
      { '': [[k]] },
      { '': [[[k]]] },
      { '': [[k], 1] },
      { '': [k, 'kkk'] },
      { '': { a: [k] } },
    ]),
    { a: { ['k'.repeat(120)]: [] } },
  ])('is laid out as prettier would at the edge of a line (%#)', async (value) => {
    const text = `${stringifyJson({ v: value })}\n`
    expect(await prettier.format(text, { parser: 'json', printWidth: 110 })).toBe(text)
    const own = `${stringifyJson(value)}\n`
    expect(await prettier.format(own, { parser: 'json', printWidth: 110 })).toBe(own)
  })

  it('leaves out what is undefined', () => expect(stringifyJson({ a: undefined, b: [] })).toBe('{ "b": [] }'))
})
