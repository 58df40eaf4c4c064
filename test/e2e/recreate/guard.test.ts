import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { type Built, built, edit } from './functions-project.js'

const PLAIN = `
import { certification, column, defineProject, guarded, integer, source, text, timestamptz, view } from 'fusion-store'

const t = source('up.t', 'Rows.', {
  key: ['id'], columns: { id: integer('Key.'), at: timestamptz('T0.'), city: text('City.') },
})
const entry = view('x.entry', 'Entry.', { t }, (db) => db.selectFrom('t').select(['t.id', 't.at', 't.city']))
const facts = view('x.facts', 'Facts.', { e: entry }, (db) => db.selectFrom('e').select(['e.id', 'e.city']))
const train = guarded('x.train', 'Guarded.', facts, { entrypoint: entry, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'closed',
  sql: { '01.sql': [entry, facts] },
})
`
const CERTIFIED = edit(
  PLAIN,
  ["['e.id', 'e.city']", "['e.id', 'e.city as town']"],
  [
    "sql: { '01.sql': [entry, facts] },",
    `sql: { '01.sql': [entry, facts, train] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: facts, baselineDays: 7,
    roles: { trainer: 'closed_trainer', certifier: 'closed_certifier' },
    invariants: (eb) => ({ named: column('It has a name.', eb('town', '<>', '')) }),
  }),`,
  ],
)

let folder: ProjectFolder
let native: NativeFixture
let plain: Built
let certified: Built
beforeAll(async () => {
  folder = projectFolder({ 'fusion.config.ts': PLAIN })
  plain = await built(folder, PLAIN)
  certified = await built(folder, CERTIFIED)
  native = await startNative(14)
})
afterAll(async () => {
  await native?.stop()
  folder?.remove()
})

it('stops before its first change where the guard does not exist yet, and says what to run', async () => {
  const client = new pg.Client({ connectionString: await native.freshDatabase('closed') })
  await client.connect()
  try {
    await client.query(
      `CREATE SCHEMA up; CREATE TABLE up.t (id int PRIMARY KEY, at timestamptz NOT NULL, city text NOT NULL); INSERT INTO up.t VALUES (1, '2024-01-01 10:00Z', 'Ulm')`,
    )
    await client.query(plain.install)
    const oid = async () =>
      (await client.query<{ oid: number }>(`SELECT 'x.facts'::regclass::oid AS oid`)).rows[0]?.oid
    const before = await oid()
    for (const schema of [
      '',
      'CREATE SCHEMA audit; CREATE FUNCTION audit._require_certified_strict(text) RETURNS int LANGUAGE sql RETURN 1;',
    ]) {
      await client.query(schema)
      const error = await client.query(certified.recreate).catch((reason: unknown) => reason)
      await client.query('ROLLBACK')
      expect(error).toMatchObject({ code: 'FSV04', hint: expect.stringContaining('00_audit_framework.sql') })
    }
    expect(await oid()).toBe(before)
    await client.query('DROP SCHEMA audit CASCADE')
    await client.query(readFileSync(join(folder.dir, 'generated/sql/00_audit_framework.sql'), 'utf8'))
    await client.query(certified.recreate)
    expect((await client.query('SELECT * FROM x.facts')).fields.map(({ name }) => name)).toEqual([
      'id',
      'town',
    ])
    await expect(client.query('SELECT * FROM x.train')).rejects.toMatchObject({
      code: expect.stringMatching(/^FSC/),
    })
    await client.query(certified.install)
  } finally {
    await client.end()
  }
})
