import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENTRYPOINT, GUARDED } from '../../support/certified-store.js'
import {
  type GuestStores,
  installStore,
  runFile,
  startGuestStores,
  UNINSTALL,
} from '../../support/guest-stores.js'
import { earlierSystem } from './guest/earlier-system.js'
import { answersOf, everythingOf } from './guest/questions.js'
import { SCENARIOS } from './guest/scenarios.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

const PLAIN = SCENARIOS[0]!

/** What the other team deploys later: its assertion gives another number. */
const DEPLOY = `SET ROLE host_owner;
  CREATE OR REPLACE FUNCTION audit.assert_viewdef_baseline(p_entrypoint text) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 77; END';
  RESET ROLE`
const ASSERT = (name: string): string => `SELECT audit.assert_viewdef_baseline('${name}') AS n`

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let stores: GuestStores
  let client: pg.Client
  beforeAll(async () => {
    stores = await startGuestStores(major)
  })
  afterAll(() => stores?.stop())
  const install = async (): Promise<void> => {
    client = await stores.fresh()
    await client.query(earlierSystem(PLAIN.functions))
    await installStore(client)
  }
  const asked = async (name: string): Promise<unknown> => (await client.query(ASSERT(name))).rows[0].n

  it('a function that its owner replaces later is theirs, and is shared again by the next installation', async () => {
    await install()
    expect([await asked('other.store_a_v'), await asked(ENTRYPOINT)]).toEqual([2, 7])
    await client.query(DEPLOY)
    expect([await asked('other.store_a_v'), await asked(ENTRYPOINT)]).toEqual([77, 77])
    // Our own view asks a function that nobody else has.
    await client.query(`SELECT 1 FROM ${GUARDED}`)
    await installStore(client)
    expect([await asked('other.store_a_v'), await asked(ENTRYPOINT)]).toEqual([77, 7])
    await client.query(`DROP VIEW ${GUARDED}`)
    await runFile(client, UNINSTALL)
    expect(await asked('other.store_a_v')).toBe(77)
  })

  it('an uninstallation leaves what was replaced or dropped since', async () => {
    await install()
    await client.query(`${DEPLOY}; DROP VIEW other.hashes; DROP TABLE other.log; DROP FUNCTION other.hash_standard();
      DROP FUNCTION audit.dataset_sha256(regclass, date, int)`)
    await client.query(`DROP VIEW ${GUARDED}`)
    await runFile(client, UNINSTALL)
    expect(await asked('other.store_a_v')).toBe(77)
    const { rows } = await client.query(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'audit'::regnamespace AND (p.proname LIKE '\\_%' OR p.proname = 'dataset_sha256')`,
    )
    expect(rows).toEqual([])
  })

  it('is installed by a member of the role that owns the other system, without superuser', async () => {
    client = await stores.fresh()
    await client.query(earlierSystem(PLAIN.functions))
    const answers = await answersOf(client, PLAIN)
    const everything = await everythingOf(client)
    await client.query(`DROP ROLE IF EXISTS member; DROP ROLE IF EXISTS fusion_trainer; DROP ROLE IF EXISTS fusion_certifier;
      CREATE ROLE fusion_trainer NOLOGIN; CREATE ROLE fusion_certifier NOLOGIN;
      CREATE ROLE member LOGIN IN ROLE host_owner;
      GRANT CREATE ON SCHEMA ml TO member WITH GRANT OPTION; GRANT USAGE ON SCHEMA ml, "iPhone" TO member WITH GRANT OPTION;
      GRANT SELECT ON ALL TABLES IN SCHEMA ml, "iPhone" TO member; SET ROLE member`)
    await installStore(client)
    await client.query('RESET ROLE')
    expect(await answersOf(client, PLAIN)).toEqual(answers)
    await client.query(`SET ROLE fusion_certifier`)
    await client.query(`CALL audit.run_t0_cert_fusion_store_v1(3, true)`)
    await client.query('RESET ROLE')
    await client.query(`SET ROLE fusion_trainer; SELECT 1 FROM ${GUARDED}; RESET ROLE`)
    await client.query(`SET ROLE member; DROP VIEW ${GUARDED}`)
    await runFile(client, UNINSTALL)
    await client.query('RESET ROLE')
    expect(await everythingOf(client)).toEqual(everything)
    await client.query('DROP OWNED BY member, fusion_trainer, fusion_certifier; DROP ROLE member')
  })
})
