import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { projectFolder } from '../../support/project-folder.js'
import { differences, storedProject } from './scene.js'
import { type Client, startStored, type StoredServer } from './stored-server.js'

const PROJECT = `
import { bigint, boolean, date, defineProject, integer, nullable, numeric, source, sqlType, stored, text, view } from 'fusion-store'

const items = source('wide.item', 'Items.', {
  key: ['code', 'amount'],
  columns: {
    code: text('Code.'), amount: numeric('Amount.'), small: nullable(sqlType('smallint', 'Small.')), label: nullable(text('Label.')),
    at: nullable(date('Day.')), id: nullable(sqlType('uuid', 'Identifier.')), is_on: nullable(boolean('Whether.')),
  },
})
const smalls = source('wide.small', 'By a wider number.', { key: ['small'], columns: { small: bigint('Number.'), name: nullable(text('Name.')) } })
const labels = source('wide.label', 'By a label.', { key: ['label'], columns: { label: text('Label.'), name: nullable(text('Name.')) } })
const all = view('ml.v_wide', 'All.', { i: items, s: smalls, l: labels }, (db) =>
  db.selectFrom('i').leftJoin('s', 's.small', 'i.small' as never).leftJoin('l', 'l.label', 'i.label')
    .select(['i.code', 'i.amount', 'i.small', 'i.label', 'i.at', 'i.id', 'i.is_on', 's.name as small_name', 'l.name as label_name']))
export const wide = stored('ml.wide', 'All, stored.', all, { key: ['code', 'amount'], refresh: 'byKey' })
export default defineProject({ name: 'wide', sql: { '01_stored.sql': [all, wide] } })
`

/** Tables that hold what the project reads, but not in the types that it declares them with. */
const UPSTREAM = `
  CREATE SCHEMA wide;
  CREATE TABLE wide.item (code text COLLATE "C", amount numeric, small smallint, label character(10), at date, id uuid, is_on boolean, PRIMARY KEY (code, amount));
  CREATE TABLE wide.small (small bigint PRIMARY KEY, name text);
  CREATE TABLE wide.label (raw text, label character(10) GENERATED ALWAYS AS (raw::character(10)) STORED, name text);
  INSERT INTO wide.item SELECT 'Code ' || n, n, n % 7, 'label ' || n % 5, '2026-01-01'::date + n, NULL, n % 2 = 0 FROM generate_series(1, 200) n;
  INSERT INTO wide.small SELECT n, 'small ' || n FROM generate_series(0, 9) n;
  INSERT INTO wide.label (raw, name) SELECT 'label ' || n, 'name ' || n FROM generate_series(0, 9) n;`

const changes: readonly (readonly [name: string, sql: string, how: 'keys' | 'whole'])[] = [
  ['a key of another scale', `UPDATE wide.item SET amount = 7.000 WHERE code = 'Code 7'`, 'keys'],
  [
    'a key that is replaced by an equal one',
    `DELETE FROM wide.item WHERE code = 'Code 8'; INSERT INTO wide.item (code, amount) VALUES ('Code 8', 8.0)`,
    'keys',
  ],
  [
    'keys that only their collation tells apart',
    `INSERT INTO wide.item (code, amount, label) VALUES ('CODE 9', 9, 'label 1'), ('code 9', 9, 'LABEL 1')`,
    'keys',
  ],
  [
    'a number beyond the narrower type',
    `INSERT INTO wide.small VALUES (9223372036854775807, 'large'), (-70000, 'low'); UPDATE wide.small SET name = 'changed' WHERE small = 3`,
    // Its values do not fit into the recorded column.
    'whole',
  ],
  [
    'labels of fixed length',
    `UPDATE wide.label SET name = 'other' WHERE raw = 'label 3'; DELETE FROM wide.label WHERE raw = 'label 4'; INSERT INTO wide.label (raw, name) VALUES ('label 11 ', 'padded')`,
    'keys',
  ],
  ['a computed label', `UPDATE wide.label SET raw = 'label 4' WHERE raw = 'label 2'`, 'keys'],
  [
    'other values',
    `UPDATE wide.item SET at = '-infinity', id = gen_random_uuid(), is_on = NULL WHERE amount < 5; UPDATE wide.item SET amount = 'NaN' WHERE code = 'Code 50'; UPDATE wide.item SET small = NULL WHERE code = 'Code 51'`,
    'keys',
  ],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let client: Client
  let files: ReadonlyMap<string, string>
  const create = async (into: Client): Promise<void> => {
    for (const file of ['00_stored_relations.sql', '01_stored.sql']) await into.query(files.get(file) ?? '')
  }
  beforeAll(async () => {
    const folder = projectFolder({ 'fusion.config.ts': PROJECT })
    files = await storedProject(folder.dir)
    folder.remove()
    server = await startStored(major)
    client = await server.bare('wide')
    await client.query(UPSTREAM)
    await create(client)
    await client.query('CALL audit.refresh_stored()')
  })
  afterAll(() => server?.stop())
  const stale = (): Promise<readonly string[]> =>
    differences({ query: async <R>(sql: string) => (await client.query(sql)).rows as R[] }, [
      ['ml.wide', 'ml.v_wide'],
    ])

  it.each(changes)('%s', async (_, sql, how) => {
    expect(await stale()).toEqual([])
    await client.query(sql)
    expect(await stale()).not.toEqual([])
    await client.query('CALL audit.refresh_stored()')
    expect(await stale()).toEqual([])
    const { rows } = await client.query('SELECT how FROM audit.stored_status()')
    expect(rows).toEqual([{ how }])
  })

  it('a path through a virtual generated column is refused', async () => {
    if (major < 18) return
    const other = await server.bare('virtual')
    await other.query(UPSTREAM.replace('STORED', 'VIRTUAL'))
    await expect(create(other)).rejects.toMatchObject({
      code: 'FSS02',
      message: expect.stringContaining('wide.label is a table with a virtual generated column') as string,
    })
    await other.query(`ROLLBACK; INSERT INTO wide.label (raw) VALUES ('label 20')`)
    await other.end()
  })
})
