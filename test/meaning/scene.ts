import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { defineProject, integer, nullable, type Relation, source, text } from 'fusion-store'
import { expect } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { compareForms } from './compare-forms.js'

export const orders = source('up.orders', 'Orders.', {
  key: ['order_id'],
  columns: {
    order_id: integer('Order.'),
    customer_id: integer('Customer.'),
    amount: integer('Amount.'),
    a: integer('A.'),
    b: integer('B.'),
    s: text('Letters.'),
  },
})
export const people = source('up.people', 'People, some of them without a customer.', {
  key: ['id'],
  columns: { id: integer('Person.'), customer_id: nullable(integer('Customer.')) },
})

const inserts = new Map([
  ['up.orders', `INSERT INTO up.orders VALUES (10,1,5,1,2,'x,y,z'), (11,1,7,1,4,'p'), (12,2,9,7,2,'q,r');`],
  ['up.people', 'INSERT INTO up.people VALUES (1, 1), (2, NULL), (3, 5);'],
])

let db: PGlite

/** Call in `beforeAll`. */
export async function openScene(): Promise<void> {
  db = await startPglite()
  await db.exec(
    'CREATE SCHEMA up; CREATE SCHEMA v; CREATE SCHEMA plain; SET search_path = pg_catalog, pg_temp',
  )
}

/** Call in `afterAll`. */
export const closeScene = (): Promise<void> => db.close()

export const projectOf = (relation: Relation<object>) =>
  defineProject({ name: 'natural', sql: { '01_v.sql': [relation] } })

/** Rows of a view as text, in order; the compiled and the plain form are asserted to agree. */
export async function rowsOf(relation: Relation<object>): Promise<string[]> {
  const project = projectOf(relation)
  const comparison = await compareForms(db, { project, inserts })
  expect(comparison).toMatchObject({ kind: 'same' })
  const forms = compileForms(project)
  if ('diagnostics' in forms) throw new Error('refused')
  await db.exec('BEGIN')
  try {
    for (const { schema, name, columns } of forms.sources)
      await db.exec(
        `CREATE TABLE ${schema}.${name} (${columns.map((c) => `${c.name} ${c.type}`).join(', ')}); ${inserts.get(`${schema}.${name}`) ?? ''}`,
      )
    const [last] = forms.views.slice(-1)
    const { rows } = await db.query<{ row: string }>(
      `SELECT t::text AS row FROM (${last?.compiled}) AS t ORDER BY t`,
    )
    return rows.map(({ row }) => row)
  } finally {
    await db.exec('ROLLBACK')
  }
}

/** Codes with which a view is refused. */
export function codesOf(relation: Relation<object>): string[] {
  const forms = compileForms(projectOf(relation))
  return 'diagnostics' in forms ? forms.diagnostics.map(({ code }) => code) : []
}

export const described = <R extends { describe: (comments: never) => unknown }>(
  query: R,
  ...names: string[]
): R => query.describe(Object.fromEntries(names.map((name) => [name, `${name}.`])) as never) as R
