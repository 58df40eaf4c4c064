import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type CertifiedStores,
  type Client,
  evidenceOf,
  lastVerdict,
  refusal,
  SCORED,
  startCertifiedStores,
} from '../support/certified-store.js'

const MV = 'ml.v_damage_fusion_features_v2_scored_t0_v1_mv'
const TRAIN = 'ml.v_damage_fusion_features_v2_scored_t0_v1_train_v'
const RUN = 'CALL audit.run_t0_cert_fusion_scored_t0_sla_v1(30, false)'
const HOURS = 24
const FILES = [
  '00_stored_relations.sql',
  '01_create_fusion_scored_t0_sla_matview.sql',
  '01_refresh_stored_relations.sql',
  '02_certify_run_t0_cert_fusion_scored_t0_sla_v1.sql',
]

let stores: CertifiedStores
let client: Client
const file = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../generated/sql/optional', name), 'utf8')

beforeAll(async () => {
  stores = await startCertifiedStores(18)
  client = await stores.fresh('sla')
  // Times at the limit and beyond, finished images without one, and unfinished images with a late one.
  await client.query(`
    UPDATE ml.iphone_image_features_v1 i SET damage_done_at = l.edited_date + CASE i.listing_id % 5
      WHEN 0 THEN interval '24 hours' WHEN 1 THEN interval '24 hours 1 microsecond' WHEN 2 THEN interval '-3 days' ELSE interval '1 hour' END,
      damage_done = CASE WHEN i.listing_id % 7 = 0 THEN false ELSE damage_done END
    FROM "iPhone".iphone_listings l WHERE (l.generation, l.listing_id) = (i.generation, i.listing_id) AND i.listing_id % 3 > 0;
    UPDATE ml.iphone_image_features_v1 SET damage_done_at = NULL WHERE listing_id % 11 = 0`)
  for (const name of FILES) await client.query(file(name))
})
afterAll(() => stores.stop())

interface Image {
  readonly key: string
  readonly damage_done: boolean | null
  readonly late: string | null
}

/** Whether the images of each listing were in time, in plain TypeScript. */
async function inTime(): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await client.query<Image>(
    `SELECT concat_ws('/', i.generation, i.listing_id) AS key, i.damage_done,
       extract(epoch FROM i.damage_done_at - l.edited_date)::numeric - ${HOURS} * 3600 AS late
     FROM ml.iphone_image_features_v1 i JOIN "iPhone".iphone_listings l USING (generation, listing_id)
     WHERE i.feature_version = 1`,
  )
  const found = new Map<string, boolean>()
  for (const { key, damage_done: done, late } of rows) {
    const isLate = late === null ? done === true : Number(late) > 0
    found.set(key, (found.get(key) ?? true) && !isLate)
  }
  return found
}

describe('the store that is gated by the time of its images', () => {
  it('has the scored columns where all images were in time, and NULL elsewhere', async () => {
    const within = await inTime()
    const { rows: scored } = await client.query<Record<string, unknown>>(
      `SELECT l.edited_date, s.* FROM ${SCORED} s JOIN "iPhone".iphone_listings l USING (generation, listing_id)
       WHERE l.edited_date IS NOT NULL ORDER BY s.generation, s.listing_id`,
    )
    const { rows: gated, fields } = await client.query<Record<string, unknown>>(
      `SELECT * FROM ${MV} ORDER BY generation, listing_id`,
    )
    const expected = scored.map(({ generation, listing_id: listing, edited_date: edited, ...rest }) => {
      const isWithin = within.get(`${String(generation)}/${String(listing)}`) ?? true
      const values = Object.entries(rest).map(([name, value]) => [name, isWithin ? value : null] as const)
      return {
        generation,
        listing_id: listing,
        edited_date: edited,
        img_within_sla: isWithin,
        ...Object.fromEntries(values),
      }
    })
    expect(gated).toEqual(expected)
    expect(fields.slice(0, 4).map(({ name }) => name)).toEqual([
      'generation',
      'listing_id',
      'edited_date',
      'img_within_sla',
    ])
    expect(fields).toHaveLength(61)
    const counts = [true, false].map((is) => expected.filter((row) => row.img_within_sla === is).length)
    expect(Math.min(...counts)).toBeGreaterThan(20)
  })

  it('is certified, with a gate of its own', async () => {
    const verdict = await lastVerdict(client)
    expect(verdict).toMatchObject({ status: 'CERTIFIED', codes: [] })
    expect(verdict.gates.map(({ gate }) => gate)).toEqual([
      'A',
      'A2',
      'P',
      'B',
      'C',
      'D',
      'no_value_outside_sla',
    ])
    expect(evidenceOf(verdict, 'no_value_outside_sla')).toMatchObject({ violations: 0 })
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${TRAIN}`)
    expect(Number(rows[0]?.n)).toBeGreaterThan(100)
  })

  it('has the same rows in another session and at another time', async () => {
    const rows = async (): Promise<unknown> => {
      const found = await client.query(
        `SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY generation, listing_id)) FROM ${MV} t`,
      )
      return found.rows
    }
    const before = await rows()
    await client.query(`SET TimeZone = 'Pacific/Auckland'; SET DateStyle = 'German'`)
    await client.query(file('01_refresh_stored_relations.sql'))
    await client.query('RESET ALL')
    expect(await rows()).toEqual(before)
  })

  it('is behind after a late image until it is refreshed, which empties the listing', async () => {
    const { rows } = await client.query<{ generation: number; listing_id: string }>(
      `SELECT generation, listing_id FROM ${MV} WHERE img_within_sla AND img_rows_damage_done > 0 ORDER BY 1, 2 LIMIT 1`,
    )
    const key = [rows[0]?.generation, rows[0]?.listing_id]
    await client.query(
      `UPDATE ml.iphone_image_features_v1 SET damage_done_at = '2100-01-01Z' WHERE generation = $1 AND listing_id = $2`,
      key,
    )
    await client.query(RUN)
    expect((await lastVerdict(client)).codes).toEqual(['D.differs'])
    expect(await refusal(client, `SELECT * FROM ${TRAIN} LIMIT 1`)).toBe('FSC02')
    await client.query(file('01_refresh_stored_relations.sql'))
    await client.query(RUN)
    expect(await lastVerdict(client)).toMatchObject({ status: 'CERTIFIED' })
    const after = await client.query(
      `SELECT img_within_sla, img_rows_v1, damage_fused_tier_known FROM ${MV} WHERE generation = $1 AND listing_id = $2`,
      key,
    )
    expect(after.rows).toEqual([{ img_within_sla: false, img_rows_v1: null, damage_fused_tier_known: null }])
  })

  it('closes when a value shows where the images were late', async () => {
    await client.query(
      `CREATE OR REPLACE FUNCTION audit.contract_of_run_t0_cert_fusion_scored_t0_sla_v1() RETURNS jsonb LANGUAGE sql AS $$
         SELECT '{"relation": "x", "rows": 2, "duplicates": 0, "null_keys": 0, "invariants": {"no_value_outside_sla": 1}, "examples": {"no_value_outside_sla": "{\\"generation\\": 1}"}}'::jsonb $$`,
    )
    await client.query(RUN)
    const verdict = await lastVerdict(client)
    expect(verdict.codes).toEqual(['no_value_outside_sla.violated'])
  })
})
