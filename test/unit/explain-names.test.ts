import { defineProject, integer, layer, source, view } from 'fusion-store'
import { expect, test } from 'vitest'
import { findTarget, spelled } from '../../src/app/explain/find-target.js'
import { readTarget } from '../../src/app/explain/read-target.js'
import { describeDeclarations } from '../../src/compile/index.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'

const offers = source('shop.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), Price: integer('Price.'), 'a.b': integer('Dotted.') },
})
const base = layer('base', 'Base.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))
const same = view('ml.base', 'A view with the name of a layer.', { base }, (db) =>
  db.selectFrom('base').selectAll('base'),
)
const odd = view('ml.c d', 'Odd.', { base }, (db) => db.selectFrom('base').selectAll('base'))
const upper = view('ml.PRICES', 'Capitals.', { base }, (db) => db.selectFrom('base').select('base.id'))
const lower = view('ml.prices', 'Small letters.', { base }, (db) => db.selectFrom('base').select('base.id'))
const twin = view('other.offers', 'Another schema.', { base }, (db) =>
  db.selectFrom('base').select('base.id'),
)
const { all } = describeDeclarations(
  defineProject({ name: 'names', sql: { '01_views.sql': [same, odd, upper, lower, twin] } }),
  () => ({}),
)

const found = (text: string): string => {
  const target = findTarget(text, all)
  return `${target.declared.kind} ${spelled(target)}`
}
const refused = (text: string): { code: string; message: string; hint: string } => {
  try {
    findTarget(text, all)
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0]) return error.diagnostics[0]
    throw error
  }
  throw new Error(`${text} means something`)
}

test.each([
  ['shop.offers', 'source shop.offers'],
  ['SHOP.Offers.id', 'source shop.offers.id'],
  ['shop.offers.price', 'source shop.offers."Price"'],
  ['"shop"."offers"."a.b"', 'source shop.offers."a.b"'],
  ['shop.offers.a.b', 'source shop.offers."a.b"'],
  ['"ml"."c d"."Price"', 'view ml."c d"."Price"'],
  ['ml.c d', 'view ml."c d"'],
  ['c d', 'view ml."c d"'],
  ['ml.PRICES', 'view ml."PRICES"'],
  ['ml.prices', 'view ml.prices'],
  // The full name of a layer; that of the view has a schema.
  ['base', 'layer base'],
  ['base.id', 'layer base.id'],
  ['view:base', 'view ml.base'],
  ['view:base.id', 'view ml.base.id'],
])('%s means %s', (text, expected) => {
  expect(found(text)).toBe(expected)
})

test('a name that several things have names them all, and says how to tell them apart', () => {
  expect(refused('offers').code).toBe('FS604')
  expect(refused('offers').message).toContain('shop.offers (source), other.offers (view)')
  expect(found('source:offers')).toBe('source shop.offers')
  expect(refused('ML.Prices').hint).toContain('view:ml."PRICES", view:ml.prices')
})

test('a name that nothing has gives the closest ones', () => {
  expect(refused('ml.price')).toMatchObject({ code: 'FS603' })
  expect(refused('ml.price').hint).toContain('Did you mean ml.prices')
  expect(refused('shop.offers.pirce').hint).toContain('shop.offers."Price"')
  expect(refused('"ml.prices').code).toBe('FS603')
  expect(refused('').code).toBe('FS603')
})

test('names are cut at dots outside of quotes', () => {
  expect(readTarget('"a.b"."c d"."e"""')).toEqual(['a.b', 'c d', 'e"'])
  expect(readTarget('a.b')).toEqual(['a', 'b'])
  for (const broken of ['', '.', 'a.', 'a..b', '"a', 'a"b"', '"a"b']) expect(readTarget(broken)).toBeNull()
})
