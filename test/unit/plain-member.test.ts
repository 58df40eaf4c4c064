import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printMembers } from '../../src/emit/format-members.js'
import { memberName } from '../../src/emit/member-name.js'
import { type Member, printPlainMember } from '../../src/emit/plain-member.js'

const names = fc
  .oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z_$][\w$]{0,62}$/) },
    fc.stringMatching(/^[ !#-&(-[\]-_a-~]{1,40}$/),
    fc.constantFrom(
      'readonly',
      'get',
      'new',
      'constructor',
      '__proto__',
      '1',
      '1.5',
      '-1',
      'a.b',
      ' a',
      '//',
      '/*',
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  )
  .map(memberName)

const label = fc.oneof(
  fc.stringMatching(/^[a-z]{0,12}$/),
  fc.stringMatching(/^[\w .,:;|()[\]<>%/*+-]{0,20}$/),
  fc.constantFrom(
    ' | ',
    'null',
    'a | b',
    '(number | null)[]',
    "it's",
    '"',
    '\\',
    '`',
    'Émeraude',
    '名前',
    '\n',
    '${x}',
  ),
)
const keyword = fc.constantFrom(
  'string',
  'number',
  'boolean',
  'bigint',
  'null',
  'true',
  'false',
  'never',
  'unknown',
)
const reference = fc.oneof(
  fc.constantFrom('Date', 'Buffer', 'JsonValue', 'PostgresInterval', '_1Row', 'A$$BRow'),
  fc.stringMatching(/^[A-Z]\w{0,40}Row$/),
)
const numeral = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.integer().map((n) => `${n}n`),
  fc.integer({ min: -9999, max: 9999 }).map((n) => String(n / 100)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
)
const item = fc.oneof(
  label.map((text) => JSON.stringify(text)),
  keyword,
  reference,
  numeral,
  fc.oneof(keyword, reference).map((name) => `(${name} | null)[]`),
)
const type = fc.oneof(
  item,
  fc.tuple(item, fc.constant('null')).map((items) => items.join(' | ')),
  fc.array(item, { minLength: 1, maxLength: 12 }).map((items) => items.join(' | ')),
  fc.constantFrom(
    '{ x: number; y: number }',
    'string[]',
    'Map<string, number>',
    '1.0',
    '1e21',
    'string &  Date',
  ),
)

/** Types whose layout depends on the width. */
const shapes = [
  ['string', 'null', 'Date', '0', '-1.5', '"a"', '"a b-1:2"', '_1Row'],
  ['string | null', 'null | string', 'Date | null', 'null | Date', 'null | null', 'Date | Date', 'Date | 1'],
  ['Date | null | null', '1 | 2 | null', '-1 | 0.25', '"a" | "b"', '"a" | null', 'true | null'],
  ['(number | null)[]', '(Date | null)[] | null', '(string | null)[] | 1'],
].flat()

/** A member whose line is of the width if nothing is broken; the name grows, or a literal in the type. */
function* membersNear(width: number): Generator<Member> {
  for (const shape of shapes) {
    const rest = '  readonly : '.length + shape.length
    yield { name: 'x'.repeat(width - rest), type: shape }
    yield { name: JSON.stringify(`${'x'.repeat(width - rest - 4)}.y`), type: shape }
  }
  for (const tail of ['', ' | null', ' | "b c"', ' | 1 | null', ' | Date']) {
    const rest = '  readonly x: ""'.length + tail.length
    yield { name: 'x', type: `"${'a'.repeat(width - rest)}"${tail}` }
    // The second line of the member reaches the width too, four spaces in.
    yield { name: 'x'.repeat(60), type: `"${'a'.repeat(width - 4 - 2 - tail.length)}"${tail}` }
  }
}

const nearWidth = Array.from({ length: 21 }, (_, i) => 100 + i).flatMap((width) => [...membersNear(width)])

/** Fails if the formatter prints a plain member differently; returns how many members are plain. */
async function expectSame(members: readonly Member[]): Promise<number> {
  const plain = members.flatMap((member) => {
    const text = printPlainMember(member)
    return text === undefined ? [] : [{ member, text }]
  })
  expect(plain.map(({ text }) => text)).toEqual(await printMembers(plain.map(({ member }) => member)))
  return plain.length
}

describe('printPlainMember', () => {
  it('prints what ts-morph and prettier print, whatever the neighbours', async () => {
    let plain = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ name: names, type }), { maxLength: 60 }), async (members) => {
        plain += await expectSame(members)
      }),
      { numRuns: 60 },
    )
    expect(plain).toBeGreaterThan(100)
  })

  it('breaks lines where prettier breaks them, at every length from 100 to 120', async () => {
    const broken = nearWidth.filter((member) => printPlainMember(member)?.includes('\n'))
    expect(broken.length).toBeGreaterThan(100)
    expect(await expectSame(nearWidth)).toBeGreaterThan(800)
  })

  it('prints alone as it does among others', async () => {
    for (const member of [
      { name: 'a', type: 'number' },
      { name: '"a b"', type: '"c"' },
    ])
      expect(await printMembers([member])).toEqual([printPlainMember(member)])
  })

  it.each([
    [`"it's"`, 'string'],
    ['"a"', 'string'],
    ['"données"', 'string'],
    ['a', '{ x: number; y: number }'],
    ['a', '"Émeraude"'],
    ['a', `"it's"`],
    ['a', '1e+21'],
    ['a', '1.50'],
    ['a', 'string | '],
    ['a', 'string & Date'],
    ['a', ''],
    ['x'.repeat(100), '(number | null)[]'],
  ])('leaves %s: %s to the formatter', (name, text) => {
    expect(printPlainMember({ name, type: text })).toBeUndefined()
  })
})
