import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonCheck } from '../../../src/app/check/json-check.js'
import { WHOLE_MAJORS, testWhole } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { type Built, built, edit } from './functions-project.js'

const CONFIG = `
import { sql } from 'kysely'
import { defineProject, integer, source, sqlFunction, sqlType, text, view } from 'fusion-store'

const t = source('up.t', 'Rows.', { key: ['id'], columns: {
  id: integer('Key.'), title: text('Title.'), price: sqlType<string>('numeric(10,2)', 'Price.'),
} })
const u = source('up.u', 'Rows.', { key: ['id'], columns: { id: integer('Key.'), n: integer('N.') } })
const zone = sqlFunction('up.zone', {
  comment: 'Of the database.', args: { n: integer }, returns: integer, volatility: 'immutable', standIn: 'RETURN n',
})
const base = view('x.base', 'Base.', { t }, (db) =>
  db.selectFrom('t').select(['t.id', 't.title', 't.price']))
const top = view('x.top', 'Top.', { base }, (db) =>
  db.selectFrom('base').select(['base.id', 'base.title', 'base.price']))
const other = view('x.other', 'Other.', { u }, (db) =>
  db.selectFrom('u').select(['u.id', 'u.n']).select((eb) => zone({ n: eb.ref('u.n') }).as('zone'))).describe({ zone: 'Z.' })

export default defineProject({ name: 'foreseen', sql: { '01.sql': [base, top, other] } })
`

const UPSTREAM = `
  CREATE SCHEMA up; CREATE TABLE up.t (id int PRIMARY KEY, title text NOT NULL, price numeric(10,2) NOT NULL);
  CREATE TABLE up.u (id int PRIMARY KEY, n int NOT NULL);
  CREATE FUNCTION up.zone(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN n;`

const COLLATED = edit(
  CONFIG,
  [
    "select(['t.id', 't.title', 't.price'])",
    `select(['t.id', sql<string>\`t.title collate "C"\`.as('title'), 't.price'])`,
  ],
  [", 't.price']))\nconst top", ", 't.price'])).describe({ title: 'T.' })\nconst top"],
)
const WIDER = edit(
  CONFIG,
  ["select(['u.id', 'u.n'])", "select(['u.id', sql<string>`u.n::int8`.as('n')])"],
  ["describe({ zone: 'Z.' })", "describe({ n: 'N.', zone: 'Z.' })"],
)

let folder: ProjectFolder
let plain: Built
let collated: Built
let wider: Built
beforeAll(async () => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG })
  collated = await built(folder, COLLATED)
  wider = await built(folder, WIDER)
  plain = await built(folder, CONFIG)
})
afterAll(() => folder?.remove())

describe.each(WHOLE_MAJORS)('what a replacement refuses, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: pg.Client
  let url: string
  beforeAll(async () => {
    native = await startNative(major)
  })
  afterAll(() => native?.stop())
  beforeEach(async () => {
    url = await native.freshDatabase('foreseen')
    client = new pg.Client({ connectionString: url })
    await client.connect()
  })
  afterEach(() => client.end())

  const hazards = async (config: string): Promise<readonly string[]> => {
    folder.write('fusion.config.ts', config)
    const { stdout } = await runCli(
      ['check', '--project', folder.dir, '--database-url', url, '--format', 'json'],
      folder.env,
    )
    const { sections }: JsonCheck = JSON.parse(stdout)
    const live = sections.find(({ against }) => against === 'live')
    return (live?.hazards ?? []).map(({ relation, message }) => `${relation}: ${message}`)
  }
  const codeOf = async (sql: string): Promise<string | undefined> => {
    const code = await client.query(sql).then(
      () => undefined,
      (reason: unknown) => (reason instanceof pg.DatabaseError ? reason.code : String(reason)),
    )
    await client.query('ROLLBACK')
    return code
  }

  it('a collation, from version 15 on', async () => {
    await client.query(UPSTREAM)
    await client.query(plain.install)
    const changes = (relation: string, from: string, to: string) =>
      `${relation}: CREATE OR REPLACE VIEW will be refused: column "title" changes its collation from ${from} to ${to}`
    const [type, c] = ['that of its type', 'pg_catalog."C"']
    expect(await hazards(CONFIG)).toEqual([])
    expect(await hazards(COLLATED)).toEqual(
      major === 14 ? [] : [changes('x.base', type, c), changes('x.top', type, c)],
    )
    expect(await codeOf(collated.install)).toBe(major === 14 ? undefined : '42P16')
    await client.query(collated.recreate)
    expect(await hazards(COLLATED)).toEqual([])
    expect(await codeOf(collated.install)).toBeUndefined()
    expect(await hazards(CONFIG)).toEqual(
      major === 14 ? [] : [changes('x.base', c, type), changes('x.top', c, type)],
    )
  })

  const whole = testWhole(major)
  whole('nothing where the types of the sources are others than declared', async () => {
    await client.query(
      UPSTREAM.replace('numeric(10,2)', 'numeric(12,2)').replace('title text', 'title text COLLATE "POSIX"'),
    )
    await client.query(plain.install)
    expect(await hazards(CONFIG)).toEqual([])
    expect(await codeOf(plain.install)).toBeUndefined()
    // What is certain is said of the same views, and of views that read other sources.
    const renamed = edit(WIDER, ["'base.price']", "'base.price as cost']"])
    expect(await hazards(renamed)).toEqual([
      'x.top: CREATE OR REPLACE VIEW will be refused: column "price" is renamed to "cost", or removed',
      'x.other: CREATE OR REPLACE VIEW will be refused: column "n" changes from integer to bigint',
    ])
    expect(await codeOf(wider.install)).toBe('42P16')
  })

  whole('nothing where a function of the database has another result than declared', async () => {
    await client.query(UPSTREAM.replace('RETURNS int', 'RETURNS bigint'))
    await client.query(plain.install)
    expect(await hazards(CONFIG)).toEqual([])
    expect(await codeOf(plain.install)).toBeUndefined()
  })
})
