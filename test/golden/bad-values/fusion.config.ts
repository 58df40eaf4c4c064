import { column, defineProject, integer, jsonb, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', {
  key: ['id'],
  columns: { id: integer('Key.'), flags: jsonb('Flags.') },
})

class Money {
  readonly cents = 1
}
const circle: Record<string, unknown> = { a: [] }
circle['a'] = [circle]

const json = view('x.json', 'JSON that is not.', { t }, (db) => db.selectFrom('t').select('t.id')).columns(
  (eb) => ({
    bigint: column('A BigInt.', eb.val({ a: [1, 2, 3n] })),
    set: column('A set.', eb.val({ a: new Set([1]) })),
    map: column('A map.', eb.val(new Map([['a', 1]]))),
    nan: column('No number.', eb.val({ 'a b': { c: Number.NaN } })),
    floats: column('A typed array.', eb.val({ a: new Float64Array(2) })),
    bytes: column('Bytes in JSON.', eb.val({ raw: new Uint8Array(2) })),
    instance: column('An instance.', eb.val({ price: new Money() })),
    method: column('A function.', eb.val({ toJSON: () => ({}) })),
    absent: column('An undefined member.', eb.val({ a: undefined })),
    holes: column('Holes.', eb.val({ a: [1, , 3] })),
    circle: column('A circle.', eb.val(circle)),
    half: column('Half a pair.', eb.val({ a: 'x\ud800' })),
    half_key: column('Half a pair for a name.', eb.val({ '\udc00': 1 })),
    nul: column('NUL.', eb.val([['a', 'b\0']])),
    symbol_key: column('A symbol.', eb.val({ [Symbol('s')]: 1 })),
    date: column('No date.', eb.val({ at: new Date('?') })),
  }),
)

const plain = view('x.plain', 'Other values.', { t }, (db) =>
  db
    .selectFrom('t')
    .select('t.id')
    .where('t.id', 'in', [])
    .where('t.id', 'not in', [])
    .where('t.id', '=', undefined as never),
).columns((eb) => ({
  early: column('Before Postgres.', eb.val(new Date(Date.UTC(-5000, 0, 1)))),
  half: column('Half a pair.', eb.val('\udc00')),
  empty: column('An empty array.', eb.val([[1], []])),
  in_nothing: column('In nothing.', eb('id', 'in', [])),
  null_prototype: column('No prototype.', eb.val(Object.assign(Object.create(null), { a: 1n }))),
}))

export default defineProject({
  name: 'values',
  sql: { '01.sql': [json, plain] },
  python: 'values.py' as never,
})
