import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { upstreamTables } from '../support/fusion-database.js'
import { type CliStore, type CliStores, startCliStores } from './cli-certification-support.js'

/** A view that nothing reads. */
const GUARDED_VIEW = `
  SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'ml' AND c.relkind = 'v' AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.refobjid = c.oid AND d.deptype = 'n' AND d.classid = 'pg_rewrite'::regclass)
  ORDER BY 1 LIMIT 1`

let all: CliStores
let store: CliStore
beforeAll(async () => {
  all = await startCliStores()
})
afterAll(() => all?.stores.stop())
beforeEach(async () => {
  store = await all.fresh()
})

test('finds an installation in order', async () => {
  const { code, stdout } = await store.fusion('doctor')
  expect(stdout).toMatch(/^PostgreSQL 18\.\S+ at 127\.0\.0\.1:\d+, database cli_/)
  expect(stdout).toMatch(/^audit schema +ok +installed, version 2, owned by postgres$/m)
  expect(stdout).toMatch(/^roles +ok +both roles of the store exist$/m)
  expect(stdout).toMatch(/^search_path +ok +set in every function$/m)
  expect(stdout).toMatch(/^indexes +ok +ml\.iphone_image_features_v1 \(generation, listing_id\)$/m)
  expect(stdout).not.toContain('problem')
  expect(stdout).toMatch(/\npostgres can install\.\n$/)
  expect(code).toBe(0)
})

test('names what is not as the store requires, each with what to run', async () => {
  await store.client.query(`
    GRANT CREATE ON SCHEMA audit TO PUBLIC;
    ALTER FUNCTION audit._require_certified_strict(text, interval) RESET search_path;
    ALTER TABLE ml.iphone_image_features_v1 DROP CONSTRAINT iphone_image_features_v1_pkey`)
  const { code, stdout } = await store.fusion('doctor')
  expect(code).toBe(1)
  expect(stdout).toContain('every role may create objects in the audit schema')
  expect(stdout).toContain('not set in audit._require_certified_strict(text,interval)')
  expect(stdout).toMatch(/^REVOKE CREATE ON SCHEMA audit FROM PUBLIC;$/m)
  expect(stdout).toMatch(
    /^CREATE INDEX CONCURRENTLY ON ml\.iphone_image_features_v1 \(generation, listing_id\);$/m,
  )
  expect(stdout).toMatch(/\n3 problems\.\n$/)
  // The statement that it says is the one that it wants.
  await store.client
    .query('CREATE INDEX ON ml.iphone_image_features_v1 (listing_id, generation, feature_version)')
    .catch(() => store.client.query('CREATE INDEX ON ml.iphone_image_features_v1 (listing_id, generation)'))
  expect((await store.fusion('doctor')).stdout).toMatch(/\n2 problems\.\n$/)
})

test('says what an empty database gets, and what is missing in one without the sources', async () => {
  await store.client.query('DROP SCHEMA audit CASCADE; DROP SCHEMA ml CASCADE; DROP SCHEMA "iPhone" CASCADE')
  const bare = await store.json('doctor')
  expect(bare).toMatchObject({
    code: 1,
    document: {
      format: 1,
      outcome: 'problems',
      audit: { found: 'absent', version: null, owner: null, objects: [] },
    },
  })
  expect(JSON.stringify(bare.document)).toContain('"text":"ml.iphone_image_features_v1 does not exist"')
  await store.client.query(upstreamTables())
  expect(await store.json('doctor')).toMatchObject({
    code: 0,
    document: { outcome: 'well', audit: { found: 'absent' } },
  })
})

test('speaks for the role that is connected', async () => {
  const { code, stdout } = await store.fusionAs('nobody', 'doctor')
  expect(stdout).toMatch(/^privileges +denied +nobody lacks CREATE on: audit, ml$/m)
  expect(stdout).toContain('an earlier version, or its version record is not readable by nobody')
  expect(stdout).toMatch(/^views +denied +nobody does not own the view ml\.\S+$/m)
  expect(stdout).toMatch(/^sources +denied +nobody cannot read ml\.iphone_image_features_v1$/m)
  expect(stdout).toMatch(/\nNo problem was found, but nobody lacks the privileges to install\.\n$/)
  expect(stdout).not.toContain('nobody can install')
  expect(stdout).not.toContain('  problem ')
  expect(code).toBe(1)
  expect(await store.fusionAs('robot', 'doctor')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('robot lacks the privileges to install'),
  })
})

test.each([
  ['table', 'CREATE TABLE', '(a int)'],
  ['materialized view', 'CREATE MATERIALIZED VIEW', 'AS SELECT 1 AS a'],
  ['sequence', 'CREATE SEQUENCE', ''],
  ['composite type', 'CREATE TYPE', 'AS (a int)'],
  ['type', 'CREATE TYPE', "AS ENUM ('a')"],
  ['domain', 'CREATE DOMAIN', 'AS int'],
])('finds a %s that has the name of a view', async (kind, create, body) => {
  const { rows } = await store.client.query(GUARDED_VIEW)
  const view = String(rows[0].name)
  await store.client.query(`DROP VIEW ${view} CASCADE; ${create} ${view} ${body}`)
  // It is what stops an installation.
  await expect(store.client.query(`CREATE OR REPLACE VIEW ${view} AS SELECT 1 AS b`)).rejects.toThrow()
  const { code, stdout } = await store.fusion('doctor')
  // Lines are broken by the width of the terminal.
  const text = stdout.replaceAll(/\s+/g, ' ')
  expect(text).toContain(`${view} is a view in the project but a ${kind} in the database`)
  expect(text).toContain(`Rename or drop the ${kind} ${view}`)
  expect(stdout).toMatch(/\n1 problem\.\n$/)
  expect(code).toBe(1)
})
