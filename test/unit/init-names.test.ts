import { describe, expect, test } from 'vitest'
import { camelCase, fileName, Identifiers, memberName } from '../../src/app/init/identifiers.js'
import { projectName, suggestName } from '../../src/app/init/project-name.js'

test.each([
  ['prices', 'prices'],
  ['My Prices (new)', 'my-prices-new'],
  ['.hidden', 'hidden'],
  ['_private', 'private'],
  ['Größe', 'gro-e'],
  ['日本', 'store'],
  ['', 'store'],
  ['fusion-store', 'fusion-store-project'],
  ['node_modules', 'node_modules-project'],
  ['favicon.ico', 'favicon-ico-project'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('the folder %j is a project of the name %s', (folder, name) => {
  expect(projectName(undefined, folder)).toBe(name)
  expect(projectName(suggestName(folder), folder)).toBe(name)
})

test.each(['@scope/name', 'a.b_c~d', '0'])('%s is accepted as it is', (name) => {
  expect(projectName(name, 'x')).toBe(name)
})

test.each([
  ['order_items', 'orderItems'],
  ['Order Items', 'orderItems'],
  ['ID', 'id'],
  ['2021 totals', '_2021Totals'],
  ['😀', ''],
  ['E\u0301tat', 'État'.replace('É', 'é')],
])('%j is %j in TypeScript', (name, identifier) => {
  expect(camelCase(name)).toBe(identifier)
})

describe('identifiers', () => {
  test('are handed out once, and never a word of the language or an import', () => {
    const identifiers = new Identifiers(['text'])
    expect(identifiers.take(['items'], 'Table')).toBe('items')
    expect(identifiers.take(['items', 'shopItems'], 'Table')).toBe('shopItems')
    expect(identifiers.take(['items', 'shopItems'], 'Table')).toBe('shopItemsTable')
    expect(identifiers.take(['items', 'shopItems'], 'Table')).toBe('shopItemsTable2')
    expect(identifiers.take(['class'], 'Table')).toBe('classTable')
    expect(identifiers.take(['text'], 'Table')).toBe('textTable')
    expect(identifiers.take([''], 'Table')).toBe('table')
  })

  test('of a member are quoted where they have to be', () => {
    expect(['id', 'first name', '__proto__', 'ünï', '2021'].map(memberName)).toEqual([
      'id',
      '"first name"',
      `['__proto__']`,
      'ünï',
      '"2021"',
    ])
  })

  test('of a file differ where case does not count', () => {
    const taken = new Set(['types'])
    expect(['shop', 'SHOP', 'types', '日本', 'con'].map((name) => fileName(name, taken))).toEqual([
      'shop',
      'shop_2',
      'types_2',
      'schema',
      'con_schema',
    ])
  })
})
