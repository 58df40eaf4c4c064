import { defineProject, integer, layer, nullable, source, sqlFunction, text, view } from 'fusion-store'

const t = source('up.t', 'A table.', {
  key: ['id'],
  columns: { id: integer('Key.'), name: nullable(text('Name.')) },
})
const inner = layer('inner_rows', 'A layer.', { t }, (db) => db.selectFrom('t').select('t.id'))

const comment = 'It is a function.'
const noSchema = sqlFunction('nowhere', { comment, args: {}, returns: integer, body: 'RETURN 1' })
const noComment = sqlFunction('f.no_comment', { comment: ' ', args: {}, returns: integer, body: 'RETURN 1' })
const noBody = sqlFunction('f.no_body', { comment, args: {}, returns: integer, body: '' })
const quoted = sqlFunction('f.quoted', { comment, args: {}, returns: integer, body: 'SELECT 1' })
const open = sqlFunction('f.open', { comment, args: {}, returns: text, body: "RETURN 'it" })
const two = sqlFunction('f.two', { comment, args: {}, returns: integer, body: 'RETURN 1; DROP TABLE up.t' })
const endless = sqlFunction('f.endless', {
  comment,
  args: {},
  returns: integer,
  body: 'BEGIN ATOMIC SELECT 1;',
})
const moved = sqlFunction('f.moved', { comment, args: { b: text, 1: text }, returns: text, body: 'RETURN b' })
const long = sqlFunction(`f.${'x'.repeat(64)}`, { comment, args: {}, returns: integer, body: 'RETURN 1' })
const ofLayer = sqlFunction('f.of_layer', {
  comment,
  args: {},
  returns: integer,
  uses: [inner],
  body: 'RETURN 1',
})
const circle = sqlFunction('f.circle', {
  comment,
  args: {},
  returns: integer,
  uses: [undefined as never],
  body: 'RETURN 1',
})
const set = sqlFunction('f.set', {
  comment,
  args: {},
  returns: () => ({ ...integer(''), type: 'SETOF integer' }),
  body: 'BEGIN ATOMIC SELECT 1; END',
})
const once = sqlFunction('f.twice', { comment, args: {}, returns: integer, body: 'RETURN 1' })
const again = sqlFunction('f.twice', { comment, args: {}, returns: integer, body: 'RETURN 2' })

const calls = view('x.calls', 'Calls them.', { t }, (db) =>
  db
    .selectFrom('t')
    .select([
      noSchema({}).as('a'),
      noComment({}).as('b'),
      noBody({}).as('c'),
      quoted({}).as('d'),
      open({}).as('e'),
      two({}).as('f'),
      endless({}).as('g'),
      moved({ b: 'x', 1: 'y' }).as('h'),
      long({}).as('i'),
      ofLayer({}).as('j'),
      circle({}).as('k'),
      once({}).as('l'),
      again({}).as('m'),
      set({}).as('n'),
    ]),
).describe({
  a: '.',
  b: '.',
  c: '.',
  d: '.',
  e: '.',
  f: '.',
  g: '.',
  h: '.',
  i: '.',
  j: '.',
  k: '.',
  l: '.',
  m: '.',
  n: '.',
})
const missing = layer('missing', 'Without an argument.', { t }, (db) =>
  db.selectFrom('t').select(moved({ b: 'x' } as never).as('h')),
)
export default defineProject({
  name: 'functions',
  sql: {
    '01_views.sql': [
      calls,
      view('x.missing', 'Reads it.', { m: missing }, (db) => db.selectFrom('m').selectAll('m')),
    ],
  },
})
