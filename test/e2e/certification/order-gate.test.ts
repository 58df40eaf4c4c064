import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificationArtifacts } from '../../../src/certify/install/index.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import type { CompiledCertification, VouchedOrder } from '../../../src/model/certification.js'
import { type Client, lastVerdict, type Verdict } from '../../support/certified-store.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'

const relation = (name: string) => ({ schema: 'shop', name })

const certified: CompiledCertification = {
  entrypoint: relation('entry'),
  t0: 'at',
  key: ['id'],
  aliases: [],
  guarded: relation('entry'),
  checked: relation('entry'),
  contract: 'SELECT id, true AS fine FROM shop.entry',
  invariants: [{ name: 'fine', comment: 'It is fine.' }],
  maxAge: '24 hours',
  baselineDays: 7,
  procedure: 'run_order',
  roles: { trainer: 'order_trainer', certifier: 'order_certifier' },
  allowedFunctions: [],
  t0Features: {},
  moments: {},
  drift: { policy: 'allow' },
  ordered: [],
  place: {},
}

function sqlOf(number: string, ordered: readonly VouchedOrder[] = []): string {
  const files = certificationArtifacts(
    {
      name: 'order',
      types: [],
      sources: [],
      views: [],
      files: [],
      reader: { int8: 'string', numeric: 'string' },
      certifications: [{ ...certified, ordered }],
    },
    readAuditPart,
  )
  return files.find(({ path }) => path.startsWith(`sql/${number}_`))?.text ?? ''
}

const SCENE = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.item (id int PRIMARY KEY, kind int NOT NULL, at timestamp NOT NULL, title text);
  INSERT INTO shop.item SELECT g, g % 3, timestamp '2024-01-01' + g % 5 * interval '1 day', 't' || g FROM generate_series(1, 60) g;
  CREATE VIEW shop.entry AS SELECT id, at, 0::bigint AS f FROM shop.item;`

/** Functions, and whether which row they give is certain. */
const FUNCTIONS: readonly (readonly [name: string, guilty: boolean, sql: string])[] = [
  [
    'the first of many rows',
    true,
    'RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT title FROM shop.item WHERE kind = f.n; END',
  ],
  [
    'the first by a column that ties',
    true,
    'RETURNS int LANGUAGE sql STABLE BEGIN ATOMIC SELECT id FROM shop.item ORDER BY kind; END',
  ],
  [
    'the first by the key',
    false,
    'RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT title FROM shop.item WHERE kind = f.n ORDER BY id; END',
  ],
  [
    'the only one by its key',
    false,
    'RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT title FROM shop.item WHERE id = f.n; END',
  ],
  [
    'an aggregate',
    false,
    'RETURNS text LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(title) FROM shop.item WHERE kind = f.n; END',
  ],
  [
    'a LIMIT within',
    true,
    'RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT count(*) FROM (SELECT id FROM shop.item LIMIT 5) AS l WHERE l.id > f.n)',
  ],
  ['an expression', false, 'RETURNS int LANGUAGE sql IMMUTABLE RETURN n + 1'],
  [
    'a body that is a string',
    true,
    "RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS 'SELECT title FROM shop.item WHERE kind = n'",
  ],
  [
    'a string by the key',
    false,
    "RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS 'SELECT title FROM shop.item WHERE kind = n ORDER BY id'",
  ],
]

describe.each([14, 18] as const)('order, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: Client

  beforeAll(async () => {
    native = await startNative(major)
    client = new pg.Client({ connectionString: await native.freshDatabase('order_gate') })
    await client.connect()
    for (const sql of [sqlOf('00'), SCENE, sqlOf('03'), sqlOf('05')]) await client.query(sql)
    await client.query(`CALL audit.capture_dataset_baseline('shop.entry', 7)`)
  })
  afterAll(async () => {
    await client.end()
    await native.stop()
  })

  /** The verdict on the entrypoint with a column of this SQL. */
  async function verdict(
    column: string,
    ordered: readonly VouchedOrder[] = [],
    as = ' AS f',
  ): Promise<Verdict> {
    await client.query(
      `DROP VIEW shop.entry; CREATE VIEW shop.entry AS SELECT id, at, ${column}${as} FROM shop.item`,
    )
    await client.query(sqlOf('03', ordered))
    await client.query(`CALL audit.capture_dataset_baseline('shop.entry', 7, true)`)
    await client.query('CALL audit.run_order(7)')
    return lastVerdict(client)
  }
  const daysThatMoved = async (): Promise<number> => {
    const days = `SELECT d::date AS day, audit.dataset_sha256('shop.entry', d::date, NULL) AS hash
      FROM generate_series(timestamp '2024-01-01', '2024-01-05', interval '1 day') d`
    await client.query(`CREATE TEMPORARY TABLE before AS ${days}`)
    await client.query('UPDATE shop.item SET title = title WHERE id % 3 = 0')
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM before b JOIN (${days}) a USING (day) WHERE a.hash <> b.hash`,
    )
    await client.query('DROP TABLE before')
    return (rows[0] as { n: number }).n
  }

  it('a number of rows that tie fails, and does follow the physical order', async () => {
    const found = await verdict('row_number() OVER (PARTITION BY kind)')
    expect(found).toMatchObject({ status: 'FAILED', codes: ['A2.order'] })
    expect(found.notes).toContain('shop.entry: row_number() depends on the order in which rows are stored')
    expect(await daysThatMoved()).toBeGreaterThan(0)
  })

  it('by the key it is certified, and does not', async () => {
    expect(await verdict('row_number() OVER (PARTITION BY kind ORDER BY id)')).toMatchObject({
      status: 'CERTIFIED',
    })
    expect(await daysThatMoved()).toBe(0)
  })

  it('an order that is vouched for is certified, of its column alone, and the certificate has the reason', async () => {
    const vouched = {
      relation: relation('entry'),
      column: 'f',
      orderedBy: 'title',
      because: 'No title comes twice.',
    }
    const column = 'row_number() OVER (PARTITION BY kind ORDER BY title)'
    expect(await verdict(column, [{ ...vouched, column: 'g' }])).toMatchObject({
      status: 'FAILED',
      codes: ['A2.order'],
    })
    expect(await verdict('extract(epoch FROM now())::bigint', [vouched])).toMatchObject({ status: 'FAILED' })
    const found = await verdict(column, [vouched])
    expect(found.status).toBe('CERTIFIED')
    const { evidence = {} } = found.gates.find(({ gate }) => gate === 'A2') ?? {}
    expect(evidence['ordered']).toEqual([
      { object: 'shop.entry', column: 'f', ordered_by: 'title', because: 'No title comes twice.' },
    ])
    expect(evidence['vouched']).toEqual([
      { object: 'shop.entry', kind: 'order', what: 'row_number()', column: 'f', within: [] },
    ])
    expect(evidence['summary']).toBe('nothing depends on the time of the query, 1 order vouched for')
    expect(await verdict(column, [{ ...vouched, column: null }])).toMatchObject({ status: 'CERTIFIED' })
  })

  it('a column that is vouched for is not that of a layer within, nor one of two layers', async () => {
    const vouched = {
      relation: relation('entry'),
      column: 'f',
      orderedBy: 'title',
      because: 'No title comes twice.',
    }
    const number = 'row_number() OVER (PARTITION BY kind)'
    const first = `(SELECT q.id FROM (SELECT id, ${number} AS f FROM shop.item) AS q WHERE q.f = 1 ORDER BY q.id LIMIT 1)`
    const both = `${number} AS f, ${first} AS g`
    expect((await verdict(both, [vouched], '')).codes).toEqual(['A2.order'])
    expect((await verdict(`${first} AS g`, [vouched], '')).codes).toEqual([])
    const two = `${first} AS g, ${first.replaceAll('q', 'p')} AS h`
    expect((await verdict(two, [vouched], '')).codes).toEqual(['A2.order'])
  })

  it('digits are not vouched for', async () => {
    const vouched = { relation: relation('entry'), column: null, orderedBy: 'id', because: 'It is.' }
    expect((await verdict('(id / 3.0)::double precision::text', [vouched])).codes).toEqual(['A2.order'])
  })

  it.each(FUNCTIONS)('a function: %s', async (_, guilty, sql) => {
    await client.query('DROP VIEW shop.entry; DROP FUNCTION IF EXISTS shop.f(int)')
    await client.query('CREATE VIEW shop.entry AS SELECT id, at, 0 AS f FROM shop.item')
    await client.query(`CREATE FUNCTION shop.f(n int) ${sql}`)
    expect((await verdict('shop.f(id)')).codes).toEqual(guilty ? ['A2.order'] : [])
  })
})
