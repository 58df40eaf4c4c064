import { bigint, date, integer, nullable, numeric, source, sqlType, text, timestamptz } from 'fusion-store'

export const customers = source('crm.customers', 'Customers of the shop.', {
  key: ['customer_id'],
  columns: {
    customer_id: bigint('Customer.'),
    country: nullable(text('ISO country code; NULL when never asked.')),
    tags: nullable(sqlType<string[]>('text[]', 'Labels that the support team gave.')),
    'Born On': nullable(date('Birthday.')),
  },
})

export const orders = source('sales.orders', 'Orders, canceled ones included.', {
  key: ['order_id'],
  columns: {
    order_id: bigint('Order.'),
    customer_id: nullable(bigint('Who ordered; NULL for guests.')),
    placed_at: timestamptz('When it was placed.'),
    total: numeric('Total in EUR.'),
    state: text('open, paid or canceled.'),
    rating: nullable(integer('Stars, 1 to 5; NULL when not rated.')),
  },
})
