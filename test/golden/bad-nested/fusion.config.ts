import { defineProject, integer, layer, source, view } from 'fusion-store'
import { sql } from 'kysely'

const orders = source('up.orders', 'Orders.', {
  key: ['id'],
  columns: { id: integer('Order.'), price: integer('Price.') },
})

// Each of them misspells a column once, in another kind of nested query.
const from = view('x.in_from', 'FROM.', { o: orders }, (db) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('o')
        .select(['o.id', 'o.pryce' as 'o.price'])
        .as('q'),
    )
    .select(['q.id', 'q.price']),
)
const deep = view('x.deep', 'Two deep, with a star.', { o: orders }, (db) =>
  db
    .selectFrom((outer) =>
      outer
        .selectFrom((eb) =>
          eb
            .selectFrom('o')
            .select(['o.id', 'o.pryce' as 'o.price'])
            .as('q'),
        )
        .selectAll('q')
        .as('r'),
    )
    .where('r.price', '>', 0)
    .select(['r.id', 'r.price']),
)
const cte = view('x.cte', 'WITH.', { o: orders }, (db) =>
  db
    .with('w', (eb) => eb.selectFrom('o').select(['o.id', 'o.pryce' as 'o.price']))
    .selectFrom('w')
    .select(['w.id', 'w.price']),
)
const lateral = view('x.beside', 'LATERAL.', { o: orders, p: orders }, (db) =>
  db
    .selectFrom('o')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('p')
          .select('p.pryce' as 'p.price')
          .whereRef('p.id', '=', 'o.id')
          .as('q'),
      (join) => join.onTrue(),
    )
    .select(['o.id', 'q.price']),
)
const first = view('x.first', 'First of a union.', { o: orders }, (db) =>
  db
    .selectFrom('o')
    .select(['o.id', 'o.pryce' as 'o.price'])
    .unionAll(db.selectFrom('o').select(['o.id', 'o.price'])),
)
const second = view('x.second', 'Second of a union.', { o: orders }, (db) =>
  db
    .selectFrom('o')
    .select(['o.id', 'o.price'])
    .unionAll(db.selectFrom('o').select(['o.id', 'o.pryce' as 'o.price'])),
)

// A column without a name.
const unnamed = view('x.unnamed', 'No name.', { o: orders }, (db) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('o')
        .select(['o.id', sql<number>`1 + 1` as never as 'o.price'])
        .as('q'),
    )
    .select(['q.id', 'q.price']),
)

// What reads a layer with a fault through a nested query.
const wrong = layer('wrong', 'Misspelled.', { o: orders }, (db) =>
  db.selectFrom('o').select(['o.id', 'o.pryce' as 'o.price']),
)
const reader = view('x.reader', 'Reads it.', { w: wrong }, (db) =>
  db.selectFrom((eb) => eb.selectFrom('w').select(['w.id', 'w.price']).as('q')).selectAll('q'),
)

// The nested query is right, so its columns are known.
const known = view('x.known', 'Known.', { o: orders }, (db) =>
  db
    .selectFrom((eb) => eb.selectFrom('o').select(['o.id', 'o.price']).as('q'))
    .select(['q.id', 'q.pryce' as 'q.price']),
)

export default defineProject({
  name: 'nested',
  sql: { '01_views.sql': [from, deep, cte, lateral, first, second, unnamed, reader, known] },
})
