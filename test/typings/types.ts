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

type Colour = 'red' | 'green'

const colour = enumType('shop.colour', ['red', 'green'])
const firm = domainType('shop.firm', { base: colour, notNull: true, check: "VALUE <> 'red'" })
const money = compositeType('shop.money', { amount: numeric, currency: firm })

const items = source('shop.items', 'Items.', {
  key: ['id'],
  columns: {
    id: integer('Key.'),
    colour: colour('Colour.'),
    other: nullable(colour('Other colour.')),
    colours: arrayOf(colour)('Colours.'),
    sizes: nullable(arrayOf(integer)('Sizes.')),
    firm: firm('Firm colour.'),
    span: rangeType('shop.span', { subtype: integer })('Span.'),
    email: extensionType('ext.citext')('Address.'),
    place: opaqueType('ext.geometry')('Place.'),
    price: nullable(money('Price.')),
    title: nullable(collated(text('Title.'), collation('pg_catalog.de-x-icu'))),
  },
})

type Row = RowOf<typeof items>
expectTypeOf<Row['colour']>().toEqualTypeOf<Colour>()
expectTypeOf<Row['other']>().toEqualTypeOf<Colour | null>()
expectTypeOf<Row['colours']>().toEqualTypeOf<Colour[]>()
expectTypeOf<Row['sizes']>().toEqualTypeOf<number[] | null>()
expectTypeOf<Row['firm']>().toEqualTypeOf<Colour>()
expectTypeOf<Row['span']>().toEqualTypeOf<string>()
expectTypeOf<Row['email']>().toEqualTypeOf<string>()
expectTypeOf<Row['place']>().toEqualTypeOf<Opaque>()
expectTypeOf<Row['title']>().toEqualTypeOf<string | null>()

const all = layer('all', 'All.', { items }, (db) => db.selectFrom('items').selectAll('items'))
const more = all.columns((eb) => ({
  is_red: column('Whether it is red.', eb('colour', '=', 'red')),
  is_listed: column('Whether it is among the colours.', eb('colour', '=', eb.fn.any('colours'))),
  currency: column('Currency.', field(eb.ref('price'), 'currency')),
  has_place: column('Whether the place is known.', isKnown(eb.ref('place'))),
}))
expectTypeOf<RowOf<typeof more>['currency']>().toEqualTypeOf<Colour | null>()
expectTypeOf<RowOf<typeof more>['is_red']>().toEqualTypeOf<boolean>()

all.columns((eb) => ({
  // @ts-expect-error no such label
  x: column('X.', eb('colour', '=', 'rad')),
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
  // @ts-expect-error a colour has no fields
  x: column('X.', field(eb.ref('colour'), 'amount')),
}))
all.columns((eb) => ({
  // @ts-expect-error nothing is known of the values of an opaque type
  x: column('X.', eb('place', '=', 'POINT(0 0)')),
}))

// The rows that a trainer gets.
type GoldenColour = 'red' | 'green' | 'Émeraude'
expectTypeOf<ItemsRow['colour']>().toEqualTypeOf<GoldenColour>()
expectTypeOf<VOffersRow['other_colour']>().toEqualTypeOf<GoldenColour | null>()
expectTypeOf<VOffersRow['firm']>().toEqualTypeOf<GoldenColour>()
expectTypeOf<VOffersRow['rebate']>().toEqualTypeOf<number>()
expectTypeOf<VOffersRow['tags']>().toEqualTypeOf<(number | null)[]>()
// pg has not heard of these types, and gives their text.
expectTypeOf<VOffersRow['colours']>().toEqualTypeOf<string>()
expectTypeOf<VOffersRow['price']>().toEqualTypeOf<string | null>()
expectTypeOf<VOffersRow['sizes']>().toEqualTypeOf<string>()
expectTypeOf<Extract<VOffersRow['mood'], '😀'>>().toEqualTypeOf<'😀'>()
