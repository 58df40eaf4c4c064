import { SOURCES } from './view-plan.js'

const one = (n: number): string => `
export const items${n} = source('raw.items_${n}', 'Items that a shop offers.', {
  key: KEY,
  columns: {
    shop_id: integer('Shop.'),
    item_id: bigint('Item, unique within its shop only.'),
    hidden: nullable(text('Why the item is hidden; NULL shows it.')),
    payload: nullable(jsonb('What a model said of the item; untrusted.')),
    price: nullable(integer('Price in cents.')),
    stock: integer('Pieces in stock.'),
    edited_at: nullable(timestamptz('When the item last changed.')),
  },
})

export const events${n} = source('raw.events_${n}', 'What happened to an item.', {
  key: [...KEY, 'event_index'],
  columns: {
    shop_id: integer('Shop.'),
    item_id: bigint('Item, unique within its shop only.'),
    event_index: integer('Position of the event.'),
    version: integer('Version of the pipeline.'),
    finished: nullable(boolean('Whether the pipeline finished.')),
    stock_photo: nullable(boolean('Whether it shows no particular item.')),
    quality: nullable(integer('Quality, 0 to 4.')),
    level: nullable(integer('Level, 0 to 10.')),
    health: nullable(integer('Health in percent.')),
  },
})
`

/** The upstream tables of the synthetic project. */
export const sourcesModule = (): string =>
  `import { bigint, boolean, integer, jsonb, nullable, source, text, timestamptz } from 'fusion-store'

export const KEY = ['shop_id', 'item_id'] as const
${Array.from({ length: SOURCES }, (_, n) => one(n)).join('')}`
