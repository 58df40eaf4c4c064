import {
  arrayOf,
  collated,
  collation,
  defineProject,
  domainType,
  enumType,
  extensionType,
  integer,
  source,
  text,
  view,
} from 'fusion-store'

const color = enumType('shop.color', ['red', 'green'])
const sameColor = enumType('shop.color', ['red', 'green'])
const otherColor = enumType('shop.color', ['red', 'green', 'blue'])
const homeless = enumType('color', ['red'])
const empty = enumType('shop.empty', [])
const twice = enumType('shop.twice', ['a', 'b', 'a'])
const long = enumType('shop.long', ['x'.repeat(63), 'é'.repeat(32)])
const longName = domainType(`shop.${'d'.repeat(64)}`, { base: integer })
const geometry = extensionType('ext.geometry', { extension: 'postgis' })
const citext = extensionType('ext.citext')
const elsewhere = extensionType('public.citext')
const german = collation('german')

const items = source('shop.items', 'Items.', {
  key: ['id'],
  columns: {
    id: integer('Item.'),
    color: color('Color.'),
    same: sameColor('The same type once more.'),
    other: arrayOf(otherColor)('Another type of that name.'),
    homeless: homeless('A type without a schema.'),
    empty: empty('An enum of nothing.'),
    twice: twice('A label that is there twice.'),
    long: long('A label that is too long.'),
    long_name: longName('A name that is too long.'),
    geometry: geometry('An extension that is not there.'),
    email: citext('An extension that is there.'),
    address: elsewhere('The same in another schema.'),
    title: collated(text('A collation without a schema.'), german),
  },
})

const all = view('shop.v_items', 'Items.', { items }, (db) => db.selectFrom('items').select('items.id'))

export default defineProject({ name: 'types', sql: { '01.sql': [all] } })
