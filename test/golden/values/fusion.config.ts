import { column, defineProject, integer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })

const numbers = view('x.numbers', 'A number has the type that its digits ask for.', { t }, (db) =>
  db.selectFrom('t').select('t.id'),
)
  .describe({ id: 'Key.' })
  .columns((eb) => ({
    int4_last: column('2^31 - 1.', eb.val(2 ** 31 - 1)),
    int4_first: column('-2^31.', eb.val(-(2 ** 31))),
    int8_first: column('2^31.', eb.val(2 ** 31)),
    int8_exact: column('The last number that is exact.', eb.val(Number.MAX_SAFE_INTEGER)),
    int8_beyond: column('2^53 + 2.', eb.val(2 ** 53 + 2)),
    int8_last: column('2^63 - 1.', eb.val(2n ** 63n - 1n)),
    int8_lowest: column('-2^63.', eb.val(-(2n ** 63n))),
    beyond_int8: column('2^63.', eb.val(2n ** 63n)),
    number_beyond_int8: column('2^63 as a number.', eb.val(2 ** 63)),
    below_int8: column('-2^63 - 1.', eb.val(-(2n ** 63n) - 1n)),
    exponent: column('10^21.', eb.val(1e21)),
    smallest: column('The least positive number.', eb.val(5e-324)),
    largest: column('The largest number.', eb.val(Number.MAX_VALUE)),
    fraction: column('A tenth.', eb.val(0.1)),
    zero: column('Zero.', eb.val(0)),
    minus_zero: column('Minus zero, which no integer is.', eb.val(-0)),
    nan: column('No number.', eb.val(Number.NaN)),
    infinite: column('Less than every number.', eb.val(-Infinity)),
  }))

const others = view('x.others', 'Other values.', { t }, (db) =>
  db
    .selectFrom('t')
    .select('t.id')
    .where((eb) => eb.val(true)),
)
  .describe({ id: 'Key.' })
  .columns((eb) => ({
    before_christ: column('Year 2 before Christ.', eb.val(new Date('-000001-03-04T05:06:07.008Z'))),
    five_digits: column('Year 12345.', eb.val(new Date('+012345-01-02'))),
    moments: column('Several.', eb.val([new Date('2024-01-01'), null])),
    bytes: column('Bytes.', eb.val(Buffer.from([0, 255]))),
    json: column('JSON.', eb.val({ at: new Date('2024-01-01'), '\\u0000': ['\\u0000', null, { x: -1e21 }] })),
    own_proto: column('A member that is no prototype.', eb.val({ ['__proto__']: 1, constructor: 2 })),
    nested: column('An array of arrays.', eb.val([[1], [2]])),
  }))

export default defineProject({ name: 'values', sql: { '01.sql': [numbers, others] }, python: true })
