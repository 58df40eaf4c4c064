import fc from 'fast-check'
import { RawNode, sql, ValueNode } from 'kysely'
import { describe, expect, it } from 'vitest'
import { lexSql } from '../../src/compile/facts/lex-sql.js'
import { fragmentOf, isUnit, printedPieces } from '../../src/compile/facts/raw-fragment.js'

const fragment = (text: string) => fragmentOf(RawNode.createWithSql(text))
const texts = (text: string): string[] => lexSql(text).tokens.map((token) => token.text)

describe('tokens', () => {
  it.each([
    ['A.b + "C d"."e""f"', ['a', '.', 'b', '+', 'C d', '.', 'e"f']],
    [`'it''s' || E'a\\'b' || U&'\\0061'`, [`'it''s'`, '||', `E'a\\'b'`, '||', `U&'\\0061'`]],
    ['$tag$ a ) ; -- $tag$ x', ['$tag$ a ) ; -- $tag$', 'x']],
    ['a /* b /* c */ ) */ d -- e )\nf', ['a', 'd', 'f']],
    ['1.5e-3 .5 0x1F 1_000', ['1.5e-3', '.5', '0x1F', '1_000']],
    ["x::text->>'k' <> -1", ['x', '::', 'text', '->>', "'k'", '<>', '-', '1']],
    ['a--b\n-c/*d*/', ['a', '-', 'c']],
  ])('of %s', (text, expected) => {
    expect(texts(text)).toEqual(expected)
    expect(lexSql(text).diagnostic).toBeUndefined()
  })

  it.each([
    ["'a", 'an open quote'],
    ['"a', 'an open quote'],
    ['$x$ a $y$', 'an open quote'],
    ['a /* b /* c */', 'an open comment'],
    ['(a', 'brackets that do not match'],
    ['a)', 'brackets that do not match'],
    ['(a]', 'brackets that do not match'],
    ['a; b', 'a semicolon'],
    ['a = $1', 'a positional parameter'],
  ])('are refused of %s', (text, fault) => {
    expect(lexSql(text).diagnostic).toBe(fault)
  })

  it('keep what is quoted together, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), (inner) => {
        const text = inner.replaceAll('\0', '')
        expect(texts(`'${text.replaceAll("'", "''")}'`)).toHaveLength(1)
        expect(texts(`"x${text.replaceAll('"', '""')}"`)).toEqual([`x${text}`])
      }),
    )
  })
})

describe('a unit', () => {
  const isUnitText = (text: string): boolean => isUnit(fragment(text), () => true)

  it.each([
    'a',
    '"A b"',
    'o.a',
    'x.o."B"',
    '1',
    "'a) or (b'",
    '(a or b)',
    '((a) + (b))',
    'f(a, g(b))',
    'pg_catalog.f()',
    'any(array[1, 2])',
    '$$a or b$$',
  ])('is %s', (text) => expect(isUnitText(text)).toBe(true))

  it.each([
    'a + b',
    '(a) + (b)',
    '(a), (b)',
    '-a',
    'not a',
    'a is null',
    'f(a) + 1',
    'f(a) filter (where b)',
    "'a' 'b'",
    'a::text',
    'case when a then b end',
    '',
  ])('is not %s', (text) => expect(isUnitText(text)).toBe(false))

  it('is a fragment that is one node, if that is', () => {
    const node = sql`${sql`${1}`}`.toOperationNode()
    expect(isUnit(fragmentOf(node), ValueNode.is)).toBe(true)
    expect(isUnit(fragmentOf(node), () => false)).toBe(false)
  })
})

describe('comments', () => {
  const printed = (node: RawNode): string =>
    printedPieces(node)
      .map((piece) => (typeof piece === 'string' ? piece : '?'))
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trim()

  it('are left out, with what is in them, and end with their fragment', () => {
    expect(
      printed(
        sql`a -- ${1}
      + ${2} /* ${3} */`.toOperationNode(),
      ),
    ).toBe('a + ?')
    expect(printed(sql`(${sql`a -- b`}) = ${1}`.toOperationNode())).toBe('(a ) = ?')
    expect(printed(sql`'--' || "/*" || $$--$$`.toOperationNode())).toBe(`'--' || "/*" || $$--$$`)
  })
})
