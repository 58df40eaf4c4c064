import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { functionNullBehavior } from '../../../src/analyze/never-null/null-behavior.js'
import { engineExtensions } from '../../../src/postgres/embedded/engine-extensions.js'
import { embeddedExtensions } from '../../../src/model/embedded-extensions.js'
import type { CatalogFunction } from '../../../src/resolve/index.js'
import { readCatalogs } from '../../../src/resolve/read-catalogs.js'
import { sessionOf } from '../support/session.js'

/** Values of each type of an extension that can be compared, odd ones among them. */
const samples: Readonly<Record<string, readonly string[]>> = {
  'ext.citext': [`''`, `'A'`, `'ä'`],
  'ext.cube': [`'()'`, `'(1,2),(3,4)'`, `'(NaN)'`, `'(Infinity)'`],
  'ext.hstore': [`''`, `'a=>NULL'`, `'a=>1,b=>2'`],
  'ext.ltree': [`''`, `'a'`, `'a.b'`],
  'ext.seg': [`'1'`, `'1 .. 2'`, `'~1 .. '`, `'.. 3'`],
  'ext.isbn': [`'0-393-04002-X'`],
  'ext.ismn': [`'M-2306-7118-7'`],
  'ext.issn': [`'1436-4522'`],
  'ext.upc': [`'220356483481'`],
  'ext.ean13': [`'220-035-648348-1'`],
  'ext.isbn13': [`'978-0-393-04002-9'`],
  'ext.ismn13': [`'979-0-2306-7118-7'`],
  'ext.issn13': [`'977-1436-45200-8'`],
}

let db: PGlite
let functions: readonly CatalogFunction[]

beforeAll(async () => {
  db = await startPglite(await engineExtensions())
  await db.exec('CREATE SCHEMA ext')
  for (const name of embeddedExtensions)
    await db.exec(`CREATE EXTENSION IF NOT EXISTS ${name} SCHEMA ext CASCADE`)
  // One of somebody's own, put into a family of Postgres: whatever it gives, nobody vouches for it.
  await db.exec(`
    CREATE FUNCTION ext.mine(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NULL::boolean';
    CREATE OPERATOR ext.= (LEFTARG = integer, RIGHTARG = text, FUNCTION = ext.mine);
    ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 3 ext.= (integer, text);`)
  const { rows } = await db.query<{ oid: number }>('SELECT oid::integer AS oid FROM pg_proc')
  const none = new Set<number>()
  const oids = {
    functions: new Set(rows.map(({ oid }) => oid)),
    operators: none,
    types: none,
    relations: none,
  }
  const catalogs = await readCatalogs(sessionOf(db), oids)
  functions = [...catalogs.functions.values()].filter(({ schema }) => schema === 'ext')
})

afterAll(() => db.close())

test('only comparisons of extensions of Postgres are taken never to give NULL for values', () => {
  const names = functions
    .filter((fn) => functionNullBehavior(fn, false) !== 'possible')
    .map(({ name }) => name)
  for (const expected of ['citext_eq', 'citext_ne', 'hstore_eq', 'ltree_lt', 'cube_ge', 'seg_same'])
    expect(names).toContain(expected)
  for (const other of ['mine', 'citext_larger', 'hstore_to_array', 'nlevel', 'fetchval'])
    expect(names).not.toContain(other)
})

test('and they do not', async () => {
  const calls = functions
    .filter((fn) => functionNullBehavior(fn, false) !== 'possible')
    .flatMap(({ name, signature }) => {
      const [left = '', right = ''] = signature.split(',')
      const values = (type: string): readonly string[] => {
        const found = samples[type]
        if (!found) throw new Error(`no values of ${type} to try ${name} with`)
        return found.map((value) => `${value}::${type}`)
      }
      return values(left).flatMap((a) => values(right).map((b) => `ext.${name}(${a}, ${b})`))
    })
  expect(calls.length).toBeGreaterThan(200)
  const questions = calls.map((call) => `SELECT $call$${call}$call$ AS call WHERE ${call} IS NULL;`)
  const rows = (await db.exec(questions.join('\n'))).flatMap((result) => result.rows)
  expect(rows).toEqual([])
})
