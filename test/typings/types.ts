/** Types of the user's database: what a query, and a row, takes their values for. */
import { expectTypeOf } from 'expect-type'
import {
  arrayOf,
  collated,
  collation,
  column,
  compositeType,
  domainType,
  enumType,
  extensionType,
  field,
  integer,
  isKnown,
  layer,
  nullable,
  numeric,
  type Opaque,
  opaqueType,
  rangeType,
  type RowOf,
  source,
  text,
} from 'fusion-store'
import type { ItemsRow, VOffersRow } from '../golden/types/expected/rows.js'

type Color = 'red' | 'green'

const color = enumType('shop.color', ['red', 'green'])
const firm = domainType('shop.firm', { base: color, notNull: true, check: "VALUE <> 'red'" })
const money = compositeType('shop.money', { amount: numeric, currency: firm })

const items = source('shop.items', 'Items.', {
  key: ['id'],
  columns: {
    id: integer('Key.'),
    color: color('Color.'),
    other: nullable(color('Other color.')),
    colors: arrayOf(color)('Colors.'),
    sizes: nullable(arrayOf(integer)('Sizes.')),
    firm: firm('Firm color.'),
    span: rangeType('shop.span', { subtype: integer })('Span.'),
    email: extensionType('ext.citext')('Address.'),
    place: opaqueType('ext.geometry')('Place.'),
    price: nullable(money('Price.')),
    title: nullable(collated(text('Title.'), collation('pg_catalog.de-x-icu'))),
  },
})

type Row = RowOf<typeof items>
expectTypeOf<Row['color']>().toEqualTypeOf<Color>()
expectTypeOf<Row['other']>().toEqualTypeOf<Color | null>()
expectTypeOf<Row['colors']>().toEqualTypeOf<Color[]>()
expectTypeOf<Row['sizes']>().toEqualTypeOf<number[] | null>()
expectTypeOf<Row['firm']>().toEqualTypeOf<Color>()
expectTypeOf<Row['span']>().toEqualTypeOf<string>()
expectTypeOf<Row['email']>().toEqualTypeOf<string>()
expectTypeOf<Row['place']>().toEqualTypeOf<Opaque>()
expectTypeOf<Row['title']>().toEqualTypeOf<string | null>()

const all = layer('all', 'All.', { items }, (db) => db.selectFrom('items').selectAll('items'))
const more = all.columns((eb) => ({
  is_red: column('Whether it is red.', eb('color', '=', 'red')),
  is_listed: column('Whether it is among the colors.', eb('color', '=', eb.fn.any('colors'))),
  currency: column('Currency.', field(eb.ref('price'), 'currency')),
  has_place: column('Whether the place is known.', isKnown(eb.ref('place'))),
}))
expectTypeOf<RowOf<typeof more>['currency']>().toEqualTypeOf<Color | null>()
expectTypeOf<RowOf<typeof more>['is_red']>().toEqualTypeOf<boolean>()

all.columns((eb) => ({
  // @ts-expect-error no such label
  x: column('X.', eb('color', '=', 'rad')),
}))
all.columns((eb) => ({
  // @ts-expect-error no such label in the list
  x: column('X.', eb('other', 'in', ['red', 'blue'])),
}))
all.columns((eb) => ({
  // @ts-expect-error no such label of the enum below the domain
  x: column('X.', eb('firm', '=', 'rad')),
}))
all.columns((eb) => ({
  // @ts-expect-error no such field
  x: column('X.', field(eb.ref('price'), 'amuont')),
}))
all.columns((eb) => ({
  // @ts-expect-error a color has no fields
  x: column('X.', field(eb.ref('color'), 'amount')),
}))
all.columns((eb) => ({
  // @ts-expect-error nothing is known of the values of an opaque type
  x: column('X.', eb('place', '=', 'POINT(0 0)')),
}))

// The rows that a trainer gets.
type GoldenColor = 'red' | 'green' | 'Émeraude'
expectTypeOf<ItemsRow['color']>().toEqualTypeOf<GoldenColor>()
expectTypeOf<VOffersRow['other_color']>().toEqualTypeOf<GoldenColor | null>()
expectTypeOf<VOffersRow['firm']>().toEqualTypeOf<GoldenColor>()
expectTypeOf<VOffersRow['rebate']>().toEqualTypeOf<number>()
expectTypeOf<VOffersRow['tags']>().toEqualTypeOf<(number | null)[]>()
// pg has not heard of these types, and gives their text.
expectTypeOf<VOffersRow['colors']>().toEqualTypeOf<string>()
expectTypeOf<VOffersRow['price']>().toEqualTypeOf<string | null>()
expectTypeOf<VOffersRow['sizes']>().toEqualTypeOf<string>()
expectTypeOf<Extract<VOffersRow['mood'], '😀'>>().toEqualTypeOf<'😀'>()
