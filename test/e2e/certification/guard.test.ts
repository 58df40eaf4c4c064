import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  GUARDED,
  refusal,
  refusalAs,
  SCORED,
  seedInto,
  startCertifiedStores,
} from '../../support/certified-store.js'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { ATTACKS } from './attacks.js'

/** What a trainer brings along. */
const SCENE = `
  CREATE SCHEMA mine;
  GRANT ALL ON SCHEMA mine TO fusion_trainer;
  CREATE TABLE mine.keys AS SELECT generation, listing_id FROM "iPhone".iphone_listings;
  CREATE TABLE mine.none (generation int, listing_id bigint);
  GRANT SELECT ON ALL TABLES IN SCHEMA mine TO fusion_trainer;
  SET ROLE fusion_trainer;
  CREATE FUNCTION mine.peek(x anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0001
    AS 'BEGIN RAISE NOTICE ''peeked at %'', x; RETURN true; END';
  CREATE FUNCTION mine.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''2000-01-01''';
  CREATE FUNCTION mine.differs(a text, b text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
  CREATE OPERATOR mine.<> (leftarg = text, rightarg = text, function = mine.differs);
  RESET ROLE`

/** Ways in which a store is not certified, and the SQLSTATE that says so. */
const CLOSED: readonly (readonly [string, string, (client: Client) => Promise<unknown>])[] = [
  [
    'not registered',
    'FSC01',
    (client) => client.query('DELETE FROM audit.t0_cert_registry; DELETE FROM audit.t0_cert_seal'),
  ],
  [
    'FAILED',
    'FSC02',
    async (client) => {
      await client.query('DELETE FROM audit.t0_dataset_hash_baseline')
      await certify(client)
    },
  ],
  [
    'stale',
    'FSC03',
    (client) =>
      client.query(`UPDATE audit.t0_cert_registry SET certified_at = certified_at - interval '25 hours'`),
  ],
  ['drifted', 'FSC04', (client) => seedInto(client, SCORED, 'true')],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let stores: CertifiedStores
  beforeAll(async () => {
    stores = await startCertifiedStores(major)
  })
  afterAll(() => stores.stop())

  describe.each(CLOSED)('the guard of a store that is %s', (_, code, close) => {
    let client: Client
    const notices: string[] = []
    beforeAll(async () => {
      client = await stores.fresh('guard')
      client.on('notice', ({ message = '' }) => void notices.push(message))
      await client.query(SCENE)
      await client.query('SET plan_cache_mode = force_generic_plan')
      await client.query('SET ROLE fusion_trainer')
      await client.query(`PREPARE before (int) AS SELECT count(*) FROM ${GUARDED} WHERE generation >= $1`)
      const { rows } = await client.query('EXECUTE before(0)')
      expect(Number(rows[0].count)).toBeGreaterThan(200)
      await client.query('RESET ROLE')
      await close(client)
    })
    afterAll(() => client.end())

    it('raises for a plan that was prepared while it was certified', async () => {
      expect(await refusalAs(client, 'fusion_trainer', 'EXECUTE before(0)')).toBe(code)
    })

    it.each(ATTACKS.map((attack) => [attack.name, attack] as const))(
      'raises for %s',
      async (_name, attack) => {
        notices.length = 0
        await client.query('SET ROLE fusion_trainer')
        if (attack.first !== undefined) await client.query(attack.first)
        let found: string | undefined
        let values: unknown[] = []
        try {
          const { rows } = await client.query(attack.sql)
          values = rows.flatMap((row) => Object.values(row))
        } catch (error) {
          found = (error as { code?: string }).code
        }
        await client.query('ROLLBACK')
        await client.query('RESET ALL; RESET ROLE; DISCARD TEMP')
        if (attack.mayBeEmpty && found === undefined)
          expect(values.filter((value) => value !== null)).toEqual([])
        else expect(found).toBe(code)
        expect(notices.filter((notice) => notice.startsWith('peeked'))).toEqual([])
      },
    )
  })

  describe('the guard of a certified store', () => {
    let client: Client
    beforeAll(async () => {
      client = await stores.fresh('open')
      await client.query(SCENE)
    })
    afterAll(() => client.end())

    it('gives the trainer every row and column of what it guards', async () => {
      const whole = await client.query(`SELECT * FROM ${SCORED} ORDER BY generation, listing_id`)
      await client.query('SET ROLE fusion_trainer')
      const guarded = await client.query(`SELECT * FROM ${GUARDED} ORDER BY generation, listing_id`)
      await client.query('RESET ROLE')
      expect(guarded.rows).toEqual(whole.rows)
      expect(guarded.rows.length).toBeGreaterThan(200)
    })

    it.each(
      ATTACKS.filter(({ name }) => !/cursor|peeks|free|merge/.test(name)).map((a) => [a.name, a] as const),
    )('answers: %s', async (_name, { first, sql }) => {
      await client.query('SET ROLE fusion_trainer')
      if (first !== undefined) await client.query(first)
      expect(await refusal(client, sql)).toBeUndefined()
      await client.query('RESET ALL; RESET ROLE; DISCARD TEMP')
    })

    it('asks once for a whole batch of keys and lets the planner look each of them up', async () => {
      const { rows } = await client.query(
        `EXPLAIN SELECT g.* FROM ${GUARDED} g WHERE g.generation = 15 AND g.listing_id = 3000000001`,
      )
      const plan = rows.map((row) => Object.values(row)[0]).join('\n')
      expect(plan).toMatch(/One-Time Filter/)
      expect(plan).toMatch(/Index Scan using iphone_listings_pkey/)
    })

    it('leaves a parallel plan parallel', async () => {
      const { first = '', sql } = ATTACKS.find(({ name }) => name === 'a parallel plan') ?? { sql: '' }
      await client.query(first)
      const { rows } = await client.query(`EXPLAIN ${sql}`)
      await client.query('RESET ALL')
      expect(rows.map((row) => Object.values(row)[0]).join('\n')).toMatch(/Parallel Seq Scan/)
    })

    it('says who is refused, why and what to do', async () => {
      const messages: Record<string, unknown> = {}
      const ask = async (what: string, sql: string): Promise<void> => {
        await client.query(sql).catch((error) => {
          messages[what] = `${error.code} ${error.message} ${error.hint}`
        })
      }
      await ask('unknown', `SELECT audit.require_certified('ml.no_such_view')`)
      await ask('strict age', `SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '0')`)
      await client.query(`SELECT audit.require_certified('${ENTRYPOINT}')`)
      await client.query(`SELECT audit.require_certified_strict('${GUARDED}', interval '1 hour')`)
      await seedInto(client, SCORED, 'true')
      await ask('drifted', `SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '1 hour')`)
      await certify(client)
      await ask('failed', `SELECT audit.require_certified('${GUARDED}')`)
      expect(messages).toEqual({
        unknown: expect.stringMatching(/^FSC01 ml.no_such_view may not be read: it is not registered/),
        'strict age': expect.stringMatching(
          /^FSC03 .* its certificate is stale since \d{4}-.* UTC CALL audit.run_t0_cert/,
        ),
        drifted: expect.stringMatching(
          /^FSC04 .* definitions changed since it was certified: ml.v_damage_fusion_features_v2_scored .*capture_viewdef_baseline/,
        ),
        failed: expect.stringMatching(
          /^FSC02 .* it is FAILED: A failed \(A.changed\): ml.v_damage_fusion_features_v2_scored changed/,
        ),
      })
    })
  })
})
