import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { projectFolder } from '../../support/project-folder.js'
import { differences, storedProject } from './scene.js'
import { type Client, problems, startStored, type StoredServer } from './stored-server.js'

const PROJECT = `
import { bigint, boolean, date, defineProject, integer, nullable, numeric, source, sqlType, stored, text, view } from 'fusion-store'

const items = source('wide.item', 'Items.', {
  key: ['code', 'amount'],
  columns: {
    code: text('Code.'), amount: numeric('Amount.'), small: nullable(sqlType('smallint', 'Small.')), label: nullable(text('Label.')),
    f: nullable(date('Day.')), l: nullable(sqlType('uuid', 'Identifier.')), s: nullable(boolean('Whether.')), t: nullable(integer('Of no use.')),
  },
})
const smalls = source('wide.small', 'By a wider number.', { key: ['small'], columns: { small: bigint('Number.'), name: nullable(text('Name.')) } })
const labels = source('wide.label', 'By a label.', { key: ['label'], columns: { label: text('Label.'), name: nullable(text('Name.')) } })
const all = view('ml.v_wide', 'All.', { i: items, s: smalls, l: labels }, (db) =>
  db.selectFrom('i').leftJoin('s', 's.small', 'i.small' as never).leftJoin('l', 'l.label', 'i.label')
    .select(['i.code', 'i.amount', 'i.small', 'i.label', 'i.f', 'i.l', 'i.s', 'i.t', 's.name as small_name', 'l.name as label_name']))
export const wide = stored('ml.wide', 'All, stored.', all, { key: ['code', 'amount'], refresh: 'byKey' })
export default defineProject({ name: 'wide', sql: { '01_stored.sql': [all, wide] } })
`

/**
 * Tables that hold what the project reads, but not in the types that it declares them with. Columns have the names of
 * aliases in the SQL of a refresh.
 */
const UPSTREAM = `
  CREATE SCHEMA wide;
  CREATE DOMAIN wide.code AS text COLLATE "C" NOT NULL;
  CREATE DOMAIN wide.tag AS character(10) CHECK (VALUE LIKE 'l%' OR VALUE LIKE 'L%');
  CREATE TABLE wide.item (code wide.code, amount numeric, small smallint, label wide.tag, f date, l uuid, s boolean, t int, PRIMARY KEY (code, amount));
  CREATE TABLE wide.small (small bigint PRIMARY KEY, name text);
  CREATE TABLE wide.label (raw text, label character(10) GENERATED ALWAYS AS (raw::character(10)) STORED, name text);
  INSERT INTO wide.item SELECT 'Code ' || n, n, n % 7, 'label ' || n % 5, '2026-01-01'::date + n, NULL, n % 2 = 0 FROM generate_series(1, 200) n;
  INSERT INTO wide.small SELECT n, 'small ' || n FROM generate_series(0, 9) n;
  INSERT INTO wide.label (raw, name) SELECT 'label ' || n, 'name ' || n FROM generate_series(0, 9) n;`

/** A collation that does not tell upper and lower case apart. */
const FOLDED = `CREATE COLLATION wide.folded (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);`

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
  [
    'values that the domain of the stored column refuses',
    `INSERT INTO wide.label (raw) VALUES ('x'); UPDATE wide.label SET name = 'again' WHERE raw = 'label 2'`,
    'keys',
  ],
  ['a computed label', `UPDATE wide.label SET raw = 'label 4' WHERE raw = 'label 2'`, 'keys'],
  [
    'other values',
    `UPDATE wide.item SET f = '-infinity', l = gen_random_uuid(), s = NULL, t = 1 WHERE amount < 5; UPDATE wide.item SET amount = 'NaN' WHERE code = 'Code 50'; UPDATE wide.item SET small = NULL WHERE code = 'Code 51'`,
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

  const refused: readonly (readonly [name: string, from: string, to: string, said: string, since: number])[] =
    [
      [
        'a virtual generated column',
        'STORED',
        'VIRTUAL',
        'wide.label is a table with a virtual generated column in a path, label',
        18,
      ],
      [
        'a collation for which different texts are equal',
        'label wide.tag',
        `label character(10) COLLATE (SELECT)`,
        'wide.label is a table whose column label is compared by a collation for which different texts can be equal',
        14,
      ],
      [
        'another type',
        'label character(10) GENERATED ALWAYS AS (raw::character(10)) STORED',
        'label text GENERATED ALWAYS AS (raw) STORED',
        'wide.label is a table whose column label is text, and its values are compared with the character of label',
        14,
      ],
    ]
  it.each(refused)('a path through %s is refused', async (_, from, to, said, since) => {
    if (major < since) return
    const other = await server.bare('refused')
    await other.query(
      UPSTREAM.replace(from, to)
        .replace('CREATE SCHEMA wide;', `CREATE SCHEMA wide; ${FOLDED}`)
        .replace(' COLLATE (SELECT)', ' COLLATE wide.folded'),
    )
    await expect(create(other)).rejects.toMatchObject({
      code: 'FSS02',
      message: expect.stringContaining(said) as string,
    })
    await other.query(`ROLLBACK; INSERT INTO wide.label (raw) VALUES ('label 20')`)
    await other.end()
  })

  it('a column of a path that is renamed fails nobody, and nothing is missed', async () => {
    await client.query(`ALTER TABLE wide.label RENAME COLUMN label TO renamed`)
    await client.query(`UPDATE wide.label SET raw = 'label 12', name = 'n' WHERE raw = 'label 1'`)
    expect(await problems(client)).toEqual([
      expect.stringContaining('wide.label is without its column label') as string,
    ])
    await client.query('CALL audit.refresh_stored()')
    expect(await stale()).toEqual([])
    await client.query(`ALTER TABLE wide.label RENAME COLUMN renamed TO label`)
    await client.query('CALL audit.refresh_stored()')
    expect(await problems(client)).toEqual([])
  })

  it('a changed expression of a generated column closes the guard until a refresh', async () => {
    if (major < 17) return
    await client.query(
      `ALTER TABLE wide.label ALTER COLUMN label SET EXPRESSION AS (upper(raw)::character(10))`,
    )
    expect(await problems(client)).toEqual([
      'ml.wide: triggers or generated columns of its sources were altered since its last refresh',
    ])
    await client.query('CALL audit.refresh_stored()')
    expect(await stale()).toEqual([])
    expect(await problems(client)).toEqual([])
  })
})
