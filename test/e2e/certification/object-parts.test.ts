import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { OLDEST_AND_NEWEST, testWhole } from '../../support/majors.js'
import { type Client, refusal } from '../../support/certified-store.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { GUILTY, HARMLESS } from './part-changes.js'
import { auditFiles, makeScene } from './parts-scene.js'

const GUARD = `SELECT audit.require_certified_strict('shop.entry', NULL)`

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: Client

  const connect = async (name: string): Promise<Client> => {
    const connected = new pg.Client({ connectionString: await native.freshDatabase(name) })
    await connected.connect()
    return connected
  }
  beforeAll(async () => {
    native = await startNative(major)
    client = await connect('parts')
    await makeScene(client, major)
  })
  afterAll(async () => {
    await client.end()
    await native.stop()
  })

  /** What the guard and the gates about definitions say; A2 says what it says of any definition. */
  const verdict = async (): Promise<{ guard: string | undefined; codes: string[] }> => {
    await client.query('SAVEPOINT asked')
    const guard = await refusal(client, GUARD)
    await client.query('ROLLBACK TO asked')
    await client.query('CALL audit.run_parts()')
    const { rows } = await client.query<{ code: string }>(`
      SELECT code FROM (SELECT gates FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1) e,
        jsonb_array_elements(e.gates) g, jsonb_array_elements_text(g -> 'codes') code
      WHERE g ->> 'gate' IN ('A', 'A2') ORDER BY 1`)
    return { guard, codes: rows.map(({ code }) => code) }
  }
  const after = async (sql: string): Promise<{ guard: string | undefined; codes: string[] }> => {
    await client.query('BEGIN')
    try {
      await client.query(sql)
      return await verdict()
    } finally {
      await client.query('ROLLBACK')
    }
  }

  it('a store of every kind of object is certified', async () => {
    expect(await after('SELECT')).toEqual({ guard: undefined, codes: [] })
    const { rows } = await client.query(
      `SELECT relkind, count(*)::int AS objects FROM audit.t0_viewdef_baseline GROUP BY 1 ORDER BY relkind COLLATE "C"`,
    )
    expect(rows).toEqual([
      { relkind: 'C', objects: 1 },
      { relkind: 'D', objects: 2 },
      { relkind: 'F', objects: 8 },
      { relkind: 'O', objects: 2 },
      { relkind: 'T', objects: 3 },
      { relkind: 'm', objects: 1 },
      { relkind: 'p', objects: 1 },
      { relkind: 'r', objects: 4 },
      { relkind: 'v', objects: 3 },
    ])
  })

  it('a certificate records the features of the T0 that are declared as meant', async () => {
    const { rows } = await client.query(
      `SELECT notes, jsonb_path_query_first(gates, '$[*] ? (@.gate == "B").evidence.t0_features') AS features FROM audit.t0_cert_event WHERE kind = 'certification'`,
    )
    expect(rows).toEqual([
      {
        notes: expect.stringContaining('of the T0 alone as declared: settled'),
        features: { settled: "It's meant." },
      },
    ])
  })

  const whole = testWhole(major)
  whole.each(
    GUILTY.filter(({ since = 0 }) => since <= major).map((change) => [change.name, change] as const),
  )(
    '%s is part of its object: gate A and the guard see the change',
    async (_, { sql, codes = ['A.changed'] }) => {
      const found = await after(sql)
      expect(found.guard).toBe('FSC04')
      expect(found.codes.filter((code) => code.startsWith('A.') || codes.includes(code))).toEqual(codes)
    },
  )

  whole.each(HARMLESS)('%s is no part of any object', async (_, sql) => {
    expect(await after(sql)).toEqual({ guard: undefined, codes: [] })
  })

  whole('VACUUM changes nothing', async () => {
    await client.query('VACUUM FULL up.plain')
    expect(await after('SELECT')).toEqual({ guard: undefined, codes: [] })
  })

  /** Both hashes of every object as they are now, of a store that is not certified. */
  const hashes = async (): Promise<{ portable: string; sealed: string }> => {
    const { rows } = await client.query(`
      SELECT (SELECT json_agg(h ORDER BY h.object_fqn)::text FROM audit._hash_definitions(o.objects) h) AS portable,
        audit._seal(o.objects)::text AS sealed
      FROM (SELECT audit._objects_of(e) AS objects FROM audit.t0_entrypoint e) o`)
    return rows[0]
  }
  const NEEDS = {
    policy: `ALTER TABLE up.plain ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON up.plain FOR ALL TO parts_trainer USING (n > 0) WITH CHECK (n > 0)`,
    // No wrapper of a plain server can be read from, so this is about the table itself.
    foreign: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
      CREATE FOREIGN TABLE up.far (id int, n int OPTIONS (a '1')) INHERITS (up.parent) SERVER s OPTIONS (b '2')`,
  }
  whole.each([
    ['policy', 'USING', 'ALTER POLICY p ON up.plain USING (n > 1)', true],
    ['policy', 'roles', 'ALTER POLICY p ON up.plain TO PUBLIC', true],
    ['policy', 'WITH CHECK', 'ALTER POLICY p ON up.plain WITH CHECK (n > 5)', false],
    ['policy', 'FORCE', 'ALTER TABLE up.plain FORCE ROW LEVEL SECURITY', true],
    ['foreign', 'table options', `ALTER FOREIGN TABLE up.far OPTIONS (SET b '3')`, true],
    ['foreign', 'column options', `ALTER FOREIGN TABLE up.far ALTER n OPTIONS (SET a '3')`, true],
    ['foreign', 'server options', `ALTER SERVER s OPTIONS (ADD host 'x')`, true],
    ['foreign', 'wrapper options', `ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD debug 'x')`, true],
    ['foreign', 'comment', `COMMENT ON FOREIGN TABLE up.far IS 'x'`, false],
  ] as const)('%s: %s', async (kind, _, sql, counts) => {
    await client.query(`BEGIN; ${NEEDS[kind]}`)
    const before = await hashes()
    await client.query(sql)
    const now = await hashes()
    await client.query('ROLLBACK')
    expect({ portable: now.portable !== before.portable, sealed: now.sealed !== before.sealed }).toEqual({
      portable: counts,
      sealed: counts,
    })
  })

  whole('a body that is a string counts as reading every column', async () => {
    await client.query(`BEGIN; CREATE OR REPLACE FUNCTION shop.f(x int, y int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE
      SET search_path = pg_catalog AS 'SELECT max(unread) + x FROM up.plain'`)
    const before = await hashes()
    await client.query('ALTER TABLE up.plain ALTER unread TYPE bigint')
    const now = await hashes()
    await client.query('ROLLBACK')
    expect(now.portable).not.toBe(before.portable)
    expect(now.sealed).not.toBe(before.sealed)
  })

  it('a baseline is the same in another database, where every object has another number', async () => {
    const other = await connect('restored')
    await other.query('CREATE TABLE first (); CREATE TYPE second AS ENUM ()')
    await makeScene(other, major)
    const baseline = async (of: Client) =>
      (await of.query('SELECT object_fqn, relkind, viewdef_sha256 FROM audit.t0_viewdef_baseline ORDER BY 1'))
        .rows
    const numbers = async (of: Client) =>
      (await of.query(`SELECT 'shop.facts'::regclass::oid AS number`)).rows
    expect(await numbers(other)).not.toEqual(await numbers(client))
    expect(await baseline(other)).toEqual(await baseline(client))
    await other.end()
  })

  it('an audit schema that kept the features of the T0 in a column of their own is upgraded', async () => {
    const old = await connect('optioned')
    await makeScene(old, major)
    await old.query(`
      DROP FUNCTION audit.register_entrypoint(text, text, text[], text[], interval, text[], text, text, jsonb);
      ALTER TABLE audit.t0_entrypoint ADD COLUMN t0_features jsonb NOT NULL DEFAULT '{}';
      UPDATE audit.t0_entrypoint SET t0_features = options -> 't0_features', options = '{}';
      ALTER TABLE audit.t0_entrypoint DROP COLUMN options CASCADE;
      CREATE FUNCTION audit.register_entrypoint(
        p_entrypoint text, p_t0_column text, p_key_columns text[], p_aliases text[], p_max_age interval,
        p_allowed_functions text[], p_contract text, p_runner text, p_t0_features jsonb DEFAULT '{}') RETURNS void
      LANGUAGE sql BEGIN ATOMIC UPDATE audit.t0_entrypoint SET t0_features = p_t0_features; END`)
    const [framework = '', baseline = '', functions = ''] = auditFiles()
    for (const file of [framework, framework, functions]) await old.query(file)
    const { rows } = await old.query('SELECT to_jsonb(e) AS entrypoint FROM audit.t0_entrypoint e')
    expect(rows[0]?.entrypoint.options).toEqual({ t0_features: { settled: "It's meant." } })
    expect(rows[0]?.entrypoint).not.toHaveProperty('t0_features')
    // Gate P needs the proof that the baseline registers.
    await old.query('CALL audit.run_parts()')
    expect(await refusal(old, GUARD)).toBe('FSC02')
    await old.query(baseline)
    await old.query('CALL audit.run_parts()')
    expect(await refusal(old, GUARD)).toBeUndefined()
    const { rows: again } = await old.query('SELECT options FROM audit.t0_entrypoint')
    expect(again[0]?.options).toMatchObject({ t0_features: { settled: "It's meant." }, ordered: [] })
    await old.end()
  })

  it('an audit schema whose guard listed the parts of an object apart is upgraded', async () => {
    const old = await connect('upgraded')
    await makeScene(old, major)
    await old.query(`
      CREATE FUNCTION audit._fingerprint(p_class oid, p_object oid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp RETURN 'old';
      CREATE FUNCTION audit._relation_definition(p_relation oid, p_readers oid[]) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp RETURN 'old';
      CREATE FUNCTION audit._function_definition(p_function oid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp RETURN 'old';
      CREATE FUNCTION audit._domain_definition(p_type oid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp RETURN 'old';
      CREATE OR REPLACE FUNCTION audit._seal(p_objects jsonb) RETURNS jsonb LANGUAGE sql STABLE
        BEGIN ATOMIC SELECT jsonb_build_array(audit._fingerprint(0, 0)); END;
      CREATE OR REPLACE FUNCTION audit._unsealed(p_entrypoint text) RETURNS text LANGUAGE sql STABLE
        BEGIN ATOMIC SELECT audit._fingerprint(0, 0); END;
      UPDATE audit.t0_cert_seal SET fingerprint = 'old'; UPDATE audit.t0_viewdef_baseline SET viewdef_sha256 = 'old'`)
    const [framework = '', ...rest] = auditFiles()
    await old.query(framework)
    expect(await refusal(old, GUARD)).toBe('FSC04')
    for (const file of rest) await old.query(file)
    await old.query('CALL audit.run_parts()')
    expect(await refusal(old, GUARD)).toBeUndefined()
    const { rows } = await old.query(
      `SELECT proname FROM pg_proc WHERE proname ~ '^_(fingerprint|(relation|function|domain)_definition)$'`,
    )
    expect(rows).toEqual([])
    await old.end()
  })
})
