import { view } from 'fusion-store'
import { a } from './a.js'

export const b = view('x.b', 'Reads a.', { a }, (db) => db.selectFrom('a').selectAll('a'))
