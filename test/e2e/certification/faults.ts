import { applyStore } from '../../support/fusion-database.js'
import {
  acceptDefinitions,
  type Client,
  ENTRYPOINT,
  FEATURES,
  SCORED,
  seedInto,
} from '../../support/certified-store.js'

/** One thing that goes wrong in a certified store. */
export interface Fault {
  readonly name: string
  /** Every code that the next certification gives, sorted. */
  readonly codes: readonly string[]
  /** SQLSTATE by which the guard is closed before anybody certifies again; undefined: only a certification can see it. */
  readonly guard?: 'FSC04'
  /** What the notes have to name. */
  readonly says?: string
  seed(client: Client): Promise<unknown>
  /** Puts it right, but for the certification. */
  mend(client: Client): Promise<unknown>
}

const apply = (client: Client, which: RegExp): Promise<void> =>
  applyStore({ exec: async (sql) => void (await client.query(sql)) }, which)

/** What a person would run again: the views, and that their definitions are accepted. */
const rebuild = (client: Client): Promise<void> => apply(client, /^0[123]/)

/** Looks at an expression and lets every row through. */
const passing = (expression: string): string => `((${expression}) IS NULL OR true)`

/** A leak in a view whose definition has been accepted: only gate A2 stands in its way. */
const leak = (name: string, expression: string, kind: string, view: string = ENTRYPOINT): Fault => ({
  name: `${name} in ${view.split('_').at(-1) === 'v' ? 'the entrypoint' : 'a nested view'}`,
  codes: [`A2.${kind}`],
  guard: 'FSC04',
  says: view,
  async seed(client) {
    await seedInto(client, view, passing(expression))
    await acceptDefinitions(client)
  },
  mend: rebuild,
})

/** The same inside a function. */
const inFunction = (name: string, definition: string, call: string, kind: string, says?: string): Fault => ({
  name,
  codes: [`A2.${kind}`],
  guard: 'FSC04',
  ...(says !== undefined && { says }),
  async seed(client) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS shop; ${definition}`)
    await client.query(
      'GRANT USAGE ON SCHEMA shop TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA shop TO PUBLIC',
    )
    await seedInto(client, SCORED, passing(call))
    await acceptDefinitions(client)
  },
  mend: rebuild,
})

const dropKey = `ALTER TABLE "iPhone".iphone_listings DROP CONSTRAINT iphone_listings_pkey`

export const FAULTS: readonly Fault[] = [
  leak('now()', 'now()', 'clock'),
  leak('now()', 'now()', 'clock', FEATURES),
  leak('clock_timestamp()', 'clock_timestamp()', 'clock', SCORED),
  leak('statement_timestamp()', 'statement_timestamp()', 'clock'),
  leak('transaction_timestamp()', 'transaction_timestamp()', 'clock'),
  leak('timeofday()', 'timeofday()', 'clock'),
  leak('age() with one argument', `age(q.edited_date)`, 'clock'),
  leak('CURRENT_DATE', 'CURRENT_DATE', 'clock'),
  leak('CURRENT_TIME', 'CURRENT_TIME', 'clock'),
  leak('CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP(0)', 'clock', FEATURES),
  leak('LOCALTIMESTAMP', 'LOCALTIMESTAMP', 'clock'),
  leak('text cast to timestamptz', `('now'::text)::timestamptz`, 'cast'),
  leak('text cast to date', `(CASE WHEN q.batt_source = 'x' THEN q.batt_source END)::date`, 'cast', SCORED),
  leak('text[] cast to timestamp[]', `(ARRAY['now'::text])::timestamp[]`, 'cast'),
  leak('random()', 'random()', 'random'),
  leak('gen_random_uuid()', 'gen_random_uuid()', 'random'),
  leak('current_user', 'current_user', 'session'),
  leak('session_user', 'session_user', 'session'),
  leak('current_setting()', `current_setting('x.y', true)`, 'session', FEATURES),
  leak('txid_current_if_assigned()', 'txid_current_if_assigned()', 'session'),
  leak('pg_backend_pid()', 'pg_backend_pid()', 'session'),
  leak('inet_client_addr()', 'inet_client_addr()', 'session'),
  leak('timestamptz to text', 'q.edited_date::text', 'timezone'),
  leak('timestamptz to date', 'q.edited_date::date', 'timezone'),
  leak('to_char() of a timestamptz', `to_char(q.edited_date, 'YYYY-MM-DD')`, 'timezone'),
  leak('extract() from a timestamptz', 'extract(hour FROM q.edited_date)', 'timezone'),
  leak('timestamptz + interval', `q.edited_date + interval '1 day'`, 'timezone'),
  leak('pg_stat_activity', '(SELECT count(*) FROM pg_stat_activity)', 'catalog'),
  leak('ctid', '(SELECT l.ctid FROM "iPhone".iphone_listings l LIMIT 1)', 'physical'),
  leak(
    'TABLESAMPLE without REPEATABLE',
    '(SELECT count(*) FROM "iPhone".iphone_listings l TABLESAMPLE system (50))',
    'sample',
    FEATURES,
  ),
  {
    ...leak('nextval()', `nextval('shop.counter')`, 'sequence'),
    async seed(client) {
      await client.query('CREATE SCHEMA IF NOT EXISTS shop; CREATE SEQUENCE shop.counter')
      await seedInto(client, ENTRYPOINT, passing(`nextval('shop.counter')`))
      await acceptDefinitions(client)
    },
  },
  inFunction(
    'now() in a SQL function that says it is IMMUTABLE',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS 'SELECT now()'`,
    'shop.f()',
    'clock',
    'shop.f()',
  ),
  inFunction(
    "'now' in a SQL function, where it is read at each call",
    `CREATE FUNCTION shop.f() RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT (''now''::text)::date'`,
    'shop.f()',
    'cast',
  ),
  inFunction(
    'now() in a SQL function in standard form',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN now()`,
    'shop.f()',
    'clock',
  ),
  inFunction(
    'random() two functions deep',
    `CREATE FUNCTION shop.g() RETURNS float8 LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT random(); END;
     CREATE FUNCTION shop.f(x int) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN x * shop.g()`,
    'shop.f(1)',
    'random',
    'shop.g()',
  ),
  inFunction(
    'now() in a view that a function reads',
    `CREATE VIEW shop.v AS SELECT now() AS n;
     CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN (SELECT n FROM shop.v)`,
    'shop.f()',
    'clock',
    'shop.v',
  ),
  inFunction(
    'random() in an aggregate',
    `CREATE FUNCTION shop.step(a float8, b int) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN a + random();
     CREATE AGGREGATE shop.agg(int) (sfunc = shop.step, stype = float8, initcond = '0')`,
    '(SELECT shop.agg(g) FROM generate_series(1, 2) g)',
    'random',
    'shop.step',
  ),
  inFunction(
    'now() behind an operator',
    `CREATE FUNCTION shop.before(a timestamptz, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a < now();
     CREATE OPERATOR shop.<<< (leftarg = timestamptz, rightarg = int, function = shop.before)`,
    `timestamptz '2024-01-01 00:00:00+00' OPERATOR(shop.<<<) 1`,
    'clock',
    'shop.before',
  ),
  inFunction(
    'current_user in the condition of a domain',
    `CREATE DOMAIN shop.mine AS int CHECK (current_user <> 'nobody at all')`,
    'q.generation::shop.mine',
    'session',
    'shop.mine',
  ),
  inFunction(
    'a function in plpgsql',
    `CREATE FUNCTION shop.f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END'`,
    'shop.f()',
    'unreadable',
    'shop.f()',
  ),
  inFunction(
    'now() by another name',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE internal IMMUTABLE AS 'now'`,
    'shop.f()',
    'unreadable',
    'internal',
  ),
  inFunction(
    'a body with two statements',
    `CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1; SELECT 2'`,
    'shop.f()',
    'unreadable',
  ),
  inFunction(
    'a body that means what the search_path says',
    `CREATE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + 1'`,
    'shop.f(1)',
    'unpinned',
  ),
  inFunction(
    'a function that writes',
    `CREATE TABLE shop.log (n int);
     CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql BEGIN ATOMIC INSERT INTO shop.log VALUES (1) RETURNING n; END`,
    '(SELECT count(*) FROM shop.f() WHERE false)',
    'volatile',
  ),
  {
    name: 'row security on an upstream table',
    codes: ['A.changed', 'A2.session'],
    guard: 'FSC04',
    says: '"iPhone".iphone_listings',
    seed: (client) => client.query('ALTER TABLE "iPhone".iphone_listings ENABLE ROW LEVEL SECURITY'),
    mend: (client) => client.query('ALTER TABLE "iPhone".iphone_listings DISABLE ROW LEVEL SECURITY'),
  },
  {
    name: 'a view replaced behind the back',
    codes: ['A.changed'],
    guard: 'FSC04',
    says: `${SCORED} changed`,
    seed: (client) => seedInto(client, SCORED, passing('1')),
    mend: rebuild,
  },
  {
    name: 'a view that reads one more relation',
    codes: ['A.added', 'A.changed'],
    guard: 'FSC04',
    says: 'shop.extra added',
    async seed(client) {
      await client.query('CREATE SCHEMA IF NOT EXISTS shop; CREATE VIEW shop.extra AS SELECT 1 AS one')
      await seedInto(client, FEATURES, passing('(SELECT one FROM shop.extra)'))
    },
    mend: rebuild,
  },
  {
    name: 'a view that no longer reads a relation',
    codes: ['A.changed', 'A.vanished'],
    guard: 'FSC04',
    says: 'shop.extra vanished',
    async seed(client) {
      await client.query('CREATE SCHEMA IF NOT EXISTS shop; CREATE VIEW shop.extra AS SELECT 1 AS one')
      await seedInto(client, FEATURES, passing('(SELECT one FROM shop.extra)'))
      await acceptDefinitions(client)
      const { rows } = await client.query(
        `SELECT replace(rtrim(pg_get_viewdef($1::regclass), ';'), 'SELECT extra.one
           FROM shop.extra', 'SELECT 1') AS definition`,
        [FEATURES],
      )
      await client.query(`CREATE OR REPLACE VIEW ${FEATURES} AS ${rows[0].definition}`)
    },
    mend: rebuild,
  },
  {
    name: 'a function replaced behind the back',
    codes: ['A.changed'],
    guard: 'FSC04',
    says: 'shop.f(integer) changed',
    async seed(client) {
      await client.query(
        `CREATE SCHEMA IF NOT EXISTS shop; CREATE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x`,
      )
      await seedInto(client, SCORED, passing('shop.f(1)'))
      await acceptDefinitions(client)
      await client.query('CALL audit.run_t0_cert_fusion_store_v1()')
      await client.query(
        'CREATE OR REPLACE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + 1',
      )
    },
    mend: rebuild,
  },
  {
    name: 'the guarded view without its guard',
    codes: ['A.changed', 'A.vanished'],
    says: 'train_v changed',
    async seed(client) {
      await client.query(`CREATE OR REPLACE VIEW ${SCORED}_train_v AS SELECT * FROM ${SCORED}`)
    },
    mend: rebuild,
  },
  {
    name: 'an entrypoint that is gone',
    codes: ['A.vanished'],
    guard: 'FSC04',
    says: ENTRYPOINT,
    seed: (client) => client.query(`DROP VIEW ${ENTRYPOINT}`),
    mend: rebuild,
  },
  {
    name: 'an upstream column retyped',
    codes: ['A.changed'],
    guard: 'FSC04',
    says: 'ml.iphone_image_features_v1 changed',
    async seed(client) {
      await client.query(`DROP VIEW ${FEATURES} CASCADE;
        ALTER TABLE ml.iphone_image_features_v1 ALTER photo_quality_level TYPE smallint`)
      // The views are made anew and read the same; nobody accepts anything.
      await apply(client, /^0[125]/)
    },
    async mend(client) {
      await client.query(`DROP VIEW ${FEATURES} CASCADE;
        ALTER TABLE ml.iphone_image_features_v1 ALTER photo_quality_level TYPE integer`)
      await apply(client, /^0[1235]/)
    },
  },
  {
    name: 'no definition was ever accepted',
    codes: ['A.unbaselined'],
    seed: (client) => client.query('DELETE FROM audit.t0_viewdef_baseline'),
    mend: acceptDefinitions,
  },
  {
    name: 'a column of a timestamp',
    codes: ['B.timestamp_column'],
    guard: 'FSC04',
    says: `${FEATURES}.looked_at`,
    async seed(client) {
      const { rows } = await client.query(`SELECT rtrim(pg_get_viewdef($1::regclass), ';') AS definition`, [
        FEATURES,
      ])
      await client.query(
        `CREATE OR REPLACE VIEW ${FEATURES} AS SELECT q.*, timestamptz '2024-01-01 00:00:00+00' AS looked_at FROM (${rows[0].definition}) q`,
      )
      await acceptDefinitions(client)
    },
    async mend(client) {
      await client.query(`DROP VIEW ${FEATURES} CASCADE`)
      await apply(client, /^0[1235]/)
    },
  },
  {
    name: 'a duplicate key through a changed upstream',
    codes: ['B.duplicate_key'],
    says: 'repeat a key',
    seed: (client) =>
      client.query(`${dropKey};
        INSERT INTO "iPhone".iphone_listings SELECT * FROM "iPhone".iphone_listings WHERE spam IS NULL LIMIT 1`),
    mend: (client) =>
      client.query(`DELETE FROM "iPhone".iphone_listings a USING "iPhone".iphone_listings b
        WHERE (a.generation, a.listing_id) = (b.generation, b.listing_id) AND a.ctid > b.ctid;
        ALTER TABLE "iPhone".iphone_listings ADD PRIMARY KEY (generation, listing_id)`),
  },
  {
    name: 'a key of which a part is NULL',
    codes: ['B.null_key'],
    says: 'NULL in their key',
    seed: (client) =>
      client.query(`${dropKey}; ALTER TABLE "iPhone".iphone_listings ALTER generation DROP NOT NULL;
        INSERT INTO "iPhone".iphone_listings (generation, listing_id) VALUES (NULL, 1)`),
    mend: (client) =>
      client.query(`DELETE FROM "iPhone".iphone_listings WHERE generation IS NULL;
        ALTER TABLE "iPhone".iphone_listings ADD PRIMARY KEY (generation, listing_id)`),
  },
  {
    name: 'a row that breaks an invariant',
    codes: ['B.invariant'],
    guard: 'FSC04',
    says: 'reason_is_true broken by',
    async seed(client) {
      const { rows } = await client.query(
        `SELECT regexp_replace(rtrim(pg_get_viewdef($1::regclass), ';'), 'img_real_cnt = 0\\)? THEN 3', 'img_rows_v1 >= 0) THEN 2') AS definition`,
        [FEATURES],
      )
      await client.query(`CREATE OR REPLACE VIEW ${FEATURES} AS ${rows[0].definition}`)
      await acceptDefinitions(client)
    },
    mend: rebuild,
  },
  {
    name: 'a view that raises',
    codes: ['B.error', 'C.error'],
    guard: 'FSC04',
    says: 'division by zero',
    async seed(client) {
      await seedInto(client, SCORED, '1 / (q.generation - q.generation) > 0')
      await acceptDefinitions(client)
    },
    mend: rebuild,
  },
  {
    name: 'no day was ever accepted',
    codes: ['C.unbaselined'],
    seed: (client) => client.query('DELETE FROM audit.t0_dataset_hash_baseline'),
    mend: (client) => client.query('CALL audit.capture_dataset_baseline($1, 365)', [ENTRYPOINT]),
  },
  {
    name: 'an empty store',
    codes: ['C.empty'],
    async seed(client) {
      await client.query(`CREATE TABLE kept AS TABLE "iPhone".iphone_listings; TRUNCATE "iPhone".iphone_listings;
        DELETE FROM audit.t0_dataset_hash_baseline`)
    },
    async mend(client) {
      await client.query('INSERT INTO "iPhone".iphone_listings SELECT * FROM kept')
      await client.query('CALL audit.capture_dataset_baseline($1, 365)', [ENTRYPOINT])
    },
  },
]
