import { sql } from 'kysely'
import { column, type Query, view } from 'fusion-store'
import type { RewriteCases } from './case.js'
import { offers } from './sources.js'

interface Row {
  readonly offer_id: number
  readonly price: number | null
}

const base = (): Query<Row> =>
  view('v.v', 'V.', { o: offers }, (db) => db.selectFrom('o').select(['o.offer_id', 'o.price'])) as Query<Row>

const stepOf = (text: string): Query<object> =>
  base().columns(() => ({ x: column('X.', sql<number>`${sql.raw(text)}`) })) as Query<object>

export const stepsInFromCases: RewriteCases = {
  made: {
    'a chain': base()
      .columns((eb) => ({ twice: column('Twice.', eb('price', '*', 2)) }))
      .columns((eb) => ({ more: column('More.', eb('twice', '+', 1)) })),
    'a step that is computed once': base()
      .once((eb) => ({ twice: column('Twice.', eb('price', '*', 2)) }))
      .columns((eb) => ({ sum_of_both: column('Both.', eb('twice', '+', eb.ref('twice'))) })),
    'raw text that calls known functions alone': base()
      .columns(() => ({ low: column('Low.', sql<number>`least(price, 7)`) }))
      .columns((eb) => ({ is_low: column('Is low.', eb('low', '<', 7)) })),
  },
  notMade: {
    'a window': [
      stepOf('row_number() over (order by offer_id)'),
      'column "x": its raw text calls row_number()',
    ],
    'a set-returning function': [
      stepOf('generate_series(1, 2)'),
      'column "x": its raw text calls generate_series()',
    ],
    'a volatile function': [stepOf('random()'), 'column "x": its raw text calls random()'],
    'a query in raw text': [stepOf('(select 1)'), /its raw text mentions select/],
    'a name that is not a column of the row': [
      stepOf('offer_id + tableoid::integer'),
      'column "x": its raw text mentions tableoid',
    ],
    'a qualified name': [stepOf('row.price'), 'column "x": its raw text contains a qualified name'],
    'a whole row': [
      base().columns((eb) => ({ x: column('X.', eb.cast<string>(eb.fn.toJson('row'), 'text')) })),
      'column "x": it contains a TableNode',
    ],
    'a window of Kysely': [
      base().columns((eb) => ({
        x: column(
          'X.',
          eb.fn.agg<number>('rank').over((over) => over.orderBy('price')),
        ),
      })),
      'column "x": rank() is a window function',
    ],
  },
}
