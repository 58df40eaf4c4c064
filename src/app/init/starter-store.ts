import type { Artifact } from '../../model/artifact.js'

/** Declarations of a new project: modules, and the view that `fusion.config.ts` lists. */
export interface StarterStore {
  readonly modules: readonly Artifact[]
  /** The view to list, and the module that exports it. */
  readonly view: { readonly identifier: string; readonly module: string }
}

const SOURCE = `import { enumType, integer, nullable, source, text, timestamptz } from 'fusion-store'

const state = enumType('shop.order_state', ['open', 'paid', 'cancelled'])

/** A table that the store reads and never writes. Only the columns that the store needs are listed. */
export const orders = source('shop.orders', 'Orders of the shop.', {
  key: ['order_id'],
  columns: {
    order_id: integer('Order.'),
    customer: text('Who placed the order.'),
    state: state('State of the order.'),
    total_cents: nullable(integer('Total in cents; NULL until the order is priced.')),
    placed_at: timestamptz('When the order was placed.'),
  },
})
`

const LAYER = `import { column, isKnown, layer } from 'fusion-store'
import { orders } from '../sources/orders.js'

/** A layer is a named query. It is nested into the views and layers that read it. */
export const keptOrders = layer('kept_orders', 'Orders that were not cancelled.', { o: orders }, (db) =>
  db.selectFrom('o').selectAll('o').where('o.state', '!=', 'cancelled'),
).columns((eb) => ({
  is_priced: column('Whether the total is known.', isKnown(eb.ref('total_cents'))),
}))
`

const VIEW = `import { view } from 'fusion-store'
import { keptOrders } from '../layers/kept_orders.js'

/** A view is created in the database. */
export const orderFeatures = view('ml.v_order_features', 'Features of an order.', { k: keptOrders }, (db) =>
  db.selectFrom('k').select(['k.order_id', 'k.customer', 'k.total_cents', 'k.is_priced', 'k.placed_at']),
)
`

/** The store of a project that is created without a database: one source, one layer, one view. */
export const starterStore: StarterStore = {
  modules: [
    { path: 'sources/orders.ts', text: SOURCE },
    { path: 'layers/kept_orders.ts', text: LAYER },
    { path: 'views/order_features.ts', text: VIEW },
  ],
  view: { identifier: 'orderFeatures', module: 'views/order_features' },
}
