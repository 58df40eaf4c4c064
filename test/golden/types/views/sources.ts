import { arrayOf, collated, integer, nullable, source, text } from 'fusion-store'
import {
  anyCase,
  citext,
  color,
  firm,
  firmer,
  geometry,
  german,
  ltree,
  money,
  mood,
  percent,
  span,
  tags,
} from './types.js'

export const items = source('shop.items', 'Items on offer.', {
  key: ['id'],
  columns: {
    id: integer('Item.'),
    color: color('Main color.'),
    other_color: nullable(color('Second color.')),
    colors: arrayOf(color)('All colors.'),
    mood: nullable(mood('Mood of the seller.')),
    rebate: percent('Rebate in percent.'),
    rebates: nullable(arrayOf(percent)('Earlier rebates.')),
    firm: firm('Color that is not red.'),
    firmer: nullable(firmer('The same.')),
    tags: tags('Numbers of tags.'),
    price: nullable(money('Price.')),
    sizes: span('Sizes it comes in.'),
    email: citext('Address of the seller.'),
    path: nullable(ltree('Category.')),
    place: nullable(geometry('Where it is.')),
    title: collated(text('Title.'), german),
    brand: nullable(collated(text('Brand.'), anyCase)),
  },
})
