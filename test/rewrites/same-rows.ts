import { column, view } from 'fusion-store'
import type { RewriteCases } from './case.js'
import { offers, priced, shops } from './sources.js'

export const sameRowsCases: RewriteCases = {
  made: {
    'all columns of a layer': view('v.v', 'V.', { priced }, (db) =>
      db.selectFrom('priced').selectAll('priced'),
    ).columns((eb) => ({ half: column('Half.', eb('price', '/', 2)) })),
    'under an alias': view('v.v', 'V.', { priced }, (db) => db.selectFrom('priced as p').selectAll()),
  },
  notMade: {
    'a condition': [
      view('v.v', 'V.', { priced }, (db) => db.selectFrom('priced').selectAll().where('price', '>', 1)),
      'the query has another clause',
    ],
    'some of the columns': [
      view('v.v', 'V.', { priced }, (db) => db.selectFrom('priced').select('price')),
      'it does not select all columns',
    ],
    'a source': [
      view('v.v', 'V.', { o: offers }, (db) => db.selectFrom('o').selectAll()),
      'it does not read one layer',
    ],
    'two relations': [
      view('v.v', 'V.', { priced, s: shops }, (db) => db.selectFrom(['priced', 's']).selectAll('priced')),
      'it does not read one layer',
    ],
  },
}
