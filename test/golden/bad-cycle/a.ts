import { layer } from 'fusion-store'
import { b } from './b.js'

export const a = layer('a', 'Reads b.', { b }, (db) => db.selectFrom('b').selectAll('b'))
