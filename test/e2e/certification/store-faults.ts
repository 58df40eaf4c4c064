import { acceptDefinitions, ENTRYPOINT, FEATURES, SCORED, seedInto } from '../../support/certified-store.js'
import { type FoundDiagnostic, passing, rebuild } from './fault.js'

const dropKey = `ALTER TABLE "iPhone".iphone_listings DROP CONSTRAINT iphone_listings_pkey`

/**
 * Definitions that are not the accepted ones, rows that break a promise, and no baseline: gates A, B and C. Each of these
 * gates judges the whole fusion store at least once; two faults are of what only that one has.
 */
export const STORE_FAULTS: readonly FoundDiagnostic[] = [
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
    whole: true,
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
    whole: true,
    codes: ['A.changed'],
    guard: 'FSC04',
    says: 'ml.iphone_image_features_v1 changed',
    async seed(client, apply) {
      await client.query(`DROP VIEW ${FEATURES} CASCADE;
        ALTER TABLE ml.iphone_image_features_v1 ALTER photo_quality_level TYPE smallint`)
      // The views are made anew and read the same; nobody accepts anything.
      await apply(client, /^0[125]/)
    },
    async mend(client, apply) {
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
    async mend(client, apply) {
      await client.query(`DROP VIEW ${FEATURES} CASCADE`)
      await apply(client, /^0[1235]/)
    },
  },
  {
    name: 'a duplicate key through a changed upstream',
    whole: true,
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
    whole: true,
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
    whole: true,
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
    whole: true,
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
