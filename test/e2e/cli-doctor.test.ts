import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { upstreamTables } from '../support/fusion-database.js'
import { type CliStore, type CliStores, startCliStores } from './cli-certification-support.js'

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
  expect(stdout).toMatch(/^search_path +ok +fixed in every function$/m)
  expect(stdout).toMatch(/^indexes +ok +ml\.iphone_image_features_v1 \(generation, listing_id\)$/m)
  expect(stdout).not.toContain('problem')
  expect(stdout).toMatch(/\nAn installation would go through\.\n$/)
  expect(code).toBe(0)
})

test('names what is not as the store requires, each with what to run', async () => {
  await store.client.query(`
    GRANT CREATE ON SCHEMA audit TO PUBLIC;
    ALTER FUNCTION audit._require_certified_strict(text, interval) RESET search_path;
    ALTER TABLE ml.iphone_image_features_v1 DROP CONSTRAINT iphone_image_features_v1_pkey`)
  const { code, stdout } = await store.fusion('doctor')
  expect(code).toBe(1)
  expect(stdout).toContain('anybody may create objects in the audit schema')
  expect(stdout).toContain('not fixed in audit._require_certified_strict(text,interval)')
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

test('is no reason to be more than a reader', async () => {
  const { code, stdout } = await store.fusionAs('nobody', 'doctor')
  expect(stdout).toMatch(
    /^privileges +note +nobody may not create what an installation needs in: audit, ml$/m,
  )
  expect(stdout).toContain('an earlier version, or one whose record nobody may not read')
  expect(code).toBe(0)
  expect((await store.fusionAs('robot', 'doctor')).code).toBe(0)
})
