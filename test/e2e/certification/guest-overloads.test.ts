import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENTRYPOINT, GUARDED, lastVerdict } from '../../support/certified-store.js'
import { type GuestStores, installStore, startGuestStores } from '../../support/guest-stores.js'
import { smallStoreSql } from '../../support/small-store.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

/** An overload of every function of ours: of its arguments those of one type, or all, are of another. */
const overloads = (from: string, to: string): string => `DO $do$
DECLARE r record; made int := 0;
BEGIN
  FOR r IN
    SELECT p.proname, (
      SELECT string_agg(CASE WHEN '${from}' IN ('any', format_type(u.t, NULL)) THEN '${to}' ELSE format_type(u.t, NULL) END, ', ' ORDER BY u.n)
      FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u (t, n)) AS arguments
    FROM pg_proc p WHERE p.pronamespace = 'audit'::regnamespace AND p.proname LIKE '\\_%' AND p.pronargs > 0 AND p.prokind = 'f'
  LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION audit.%I(%s) RETURNS text LANGUAGE plpgsql AS %L', r.proname, r.arguments, 'BEGIN RAISE EXCEPTION ''theirs was called''; END');
      made := made + 1;
    EXCEPTION WHEN duplicate_function THEN NULL;
    END;
  END LOOP;
  IF made < 3 THEN RAISE EXCEPTION 'only % overloads', made; END IF;
END $do$`

const TYPES: readonly (readonly [from: string, to: string])[] = [
  ...['text', 'jsonb', 'anyelement', 'regclass', 'varchar', 'bigint', 'name'].map(
    (to) => ['any', to] as const,
  ),
  ['oid', 'regclass'],
  ['oid', 'bigint'],
  ['regclass', 'oid'],
  ['jsonb', 'json'],
  ['jsonb', 'text'],
  ['text', 'varchar'],
  ['text', 'name'],
  ['text', 'regclass'],
  ['text', 'anyelement'],
  ['integer', 'bigint'],
  ['text[]', 'varchar[]'],
  ['oid[]', 'anyarray'],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let stores: GuestStores
  let client: pg.Client
  beforeAll(async () => {
    stores = await startGuestStores(major)
    client = await stores.fresh()
    // Which function a call means does not depend on what is certified.
    await installStore(client, smallStoreSql())
  })
  afterAll(() => stores?.stop())

  // What a call means is decided alike on every major; the first few say that the scene is the same.
  it.each(major === 18 ? TYPES : TYPES.slice(0, 4))(
    'no overload with %s as %s changes what ours calls',
    async (from, to) => {
      await client.query(`BEGIN; ${overloads(from, to)}`)
      const before = await lastVerdict(client)
      await client.query('COMMIT')
      // In a session of its own, which has no plan from before.
      const session = new pg.Client({ connectionString: stores.url() })
      await session.connect()
      try {
        await session.query(
          `SELECT audit.capture_viewdef_baseline('${ENTRYPOINT}'); CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 5, true)`,
        )
        await session.query('CALL audit.run_t0_cert_fusion_store_v1(3, true)')
        const after = await lastVerdict(session)
        expect(after).toMatchObject({ status: 'CERTIFIED', codes: [] })
        expect(after.gates.map(({ gate }) => gate)).toEqual(before.gates.map(({ gate }) => gate))
        await session.query(`SELECT 1 FROM ${GUARDED}; SELECT audit.assert_viewdef_baseline('${ENTRYPOINT}');
          SELECT audit.dataset_sha256('${ENTRYPOINT}', '2024-01-01', 0); SELECT audit.require_certified('${ENTRYPOINT}')`)
      } finally {
        await session.end()
        await client.query(`DO $$ DECLARE r record; BEGIN
          FOR r IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'audit'::regnamespace AND p.prosrc LIKE '%theirs was called%' LOOP
            EXECUTE format('DROP FUNCTION %s', r.name); END LOOP; END $$`)
      }
    },
  )
})
