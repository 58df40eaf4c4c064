import {
  aggregate,
  column,
  countRows,
  integer,
  layer,
  maxWhere,
  nullable,
  source,
  text,
  timestamptz,
  view,
} from 'fusion-store'

/** Every name here is one that an object has anyway, or that JavaScript orders in its own way. */
const proto = source('constructor.__proto__', 'A table called by the names of an object.', {
  key: ['constructor'],
  columns: {
    '2021': integer('A year.'),
    constructor: integer('Key.'),
    toString: text('A text.'),
    hasOwnProperty: nullable(integer('A number.')),
    ['__proto__']: nullable(integer('Another number.')),
    valueOf: integer('A group.'),
    made: timestamptz('When.'),
    prototype: integer('One more.'),
    '1999': integer('An earlier year.'),
  },
})

const rows = layer('toString', 'Rows.', { ['__proto__']: proto }, (db) =>
  db
    .selectFrom('__proto__')
    .select(['__proto__.constructor', '__proto__.valueOf', '__proto__.toString', '__proto__.__proto__'])
    .select([
      '__proto__.made',
      '__proto__.prototype',
      '__proto__.hasOwnProperty',
      '__proto__.2021',
      '__proto__.1999',
    ]),
).once((eb) => ({ isPrototypeOf: column('Computed once.', eb('prototype', '+', 1)) }))

const perGroup = aggregate('hasOwnProperty', 'Rows of a group.', { of: rows, by: ['valueOf'] }, (eb) => ({
  propertyIsEnumerable: column('How many.', countRows()),
  ['__proto__']: column('The largest.', maxWhere(eb.ref('__proto__'), eb.val(true))),
  toLocaleString: column('The largest once more.', maxWhere(eb.ref('isPrototypeOf'), eb.val(true))),
}))

const joined = layer('valueOf', 'Rows with their group.', { constructor: rows, toString: perGroup }, (db) =>
  db
    .selectFrom('constructor')
    .innerJoin('toString', 'toString.valueOf', 'constructor.valueOf')
    .select(['constructor.constructor', 'constructor.toString', 'constructor.hasOwnProperty'])
    .select(['toString.__proto__', 'toString.propertyIsEnumerable', 'constructor.valueOf'])
    .select(['constructor.made', 'constructor.2021', 'toString.toLocaleString', 'constructor.1999']),
)

export const entrypoint = view('prototype.constructor', 'All of it.', { valueOf: joined }, (db) =>
  db.selectFrom('valueOf').selectAll('valueOf'),
)
  .describe({
    constructor: 'The key.',
    toString: 'A text.',
    hasOwnProperty: 'A number.',
    valueOf: 'The group.',
    toLocaleString: 'The largest.',
    propertyIsEnumerable: 'How many.',
  })
  .columns((eb) => ({ isPrototypeOf: column('The key plus one.', eb('constructor', '+', 1)) }))
  .columns((eb) => ({ __defineGetter__: column('And another.', eb('isPrototypeOf', '+', 1)) }))

export const timeless = view('prototype.hasOwnProperty', 'Without time.', { constructor: entrypoint }, (db) =>
  db
    .selectFrom('constructor')
    .select(['__defineGetter__', 'constructor', 'hasOwnProperty', '2021', '__proto__', '1999', 'toString'])
    .select(['isPrototypeOf', 'propertyIsEnumerable', 'valueOf', 'toLocaleString']),
)
