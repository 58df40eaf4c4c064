import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  startCertifiedStores,
} from '../../support/certified-store.js'

let stores: CertifiedStores
beforeAll(async () => {
  stores = await startCertifiedStores()
})
afterAll(() => stores.stop())

/** The latest days that have at least some rows, with keys of listings that are in the entrypoint. */
async function daysWithKeys(client: Client): Promise<{ day: string; keys: [number, string][] }[]> {
  const { rows } = await client.query(`
    SELECT (edited_date AT TIME ZONE 'UTC')::date::text AS day, json_agg(json_build_array(generation, listing_id::text) ORDER BY listing_id) AS keys
    FROM ${ENTRYPOINT} GROUP BY 1 ORDER BY 1 DESC LIMIT 200`)
  return rows
}
const at = ([generation, listing]: readonly [number, string]): string =>
  `generation = ${generation} AND listing_id = ${listing}`

const dataset = async (client: Client, days: number, update = false): Promise<Record<string, unknown>> => {
  const { status, gates } = await certify(client, days, update)
  const { evidence } = gates.find(({ gate }) => gate === 'C') ?? { evidence: {} }
  return { status, ...evidence }
}

describe('drift of the data', () => {
  it('is allowed, and says of each day how many rows came, went and changed', async () => {
    const client = await stores.fresh('drift')
    const days = await daysWithKeys(client)
    const [first, second, third, fourth] = days.filter(({ keys }) => keys.length >= 1)
    if (!first || !second || !third || !fourth) throw new Error('too few days')
    await client.query(`
      -- Restated: an image is added to a listing that had others.
      INSERT INTO ml.iphone_image_features_v1 (generation, listing_id, image_index, feature_version, damage_done)
        SELECT generation, listing_id, 9999, 1, true FROM "iPhone".iphone_listings WHERE ${at(first.keys[0]!)};
      UPDATE "iPhone".iphone_listings SET spam = '' WHERE ${at(second.keys[0]!)};
      INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date) VALUES
        (99, 1, '${first.day} 12:00:00+00'), (99, 2, '${first.day} 23:59:59.999999+00');
      -- Moved: gone from one day, new on another.
      UPDATE "iPhone".iphone_listings SET edited_date = '${third.day} 00:00:00+00' WHERE ${at(fourth.keys[0]!)}`)
    const found = await dataset(client, 200)
    const change = (day: string, added: number, removed: number, restated: number) =>
      expect.objectContaining({ day, added, removed, restated })
    expect(found).toMatchObject({ status: 'CERTIFIED', drifted: 4, new: 0 })
    expect(found['drift']).toEqual(
      [
        change(first.day, 2, 0, 1),
        change(second.day, 0, 1, 0),
        change(third.day, 1, 0, 0),
        change(fourth.day, 0, 1, 0),
      ].toReversed(),
    )
    await client.end()
  })

  it('stays until it is accepted, and the replaced hashes stay in the history', async () => {
    const client = await stores.fresh('accept')
    const [first] = await daysWithKeys(client)
    const baseline = async () =>
      (
        await client.query(`SELECT dataset_sha256 FROM audit.t0_dataset_hash_baseline WHERE t0_day = $1`, [
          first?.day,
        ])
      ).rows[0].dataset_sha256
    const before = await baseline()
    await client.query(
      `UPDATE ml.iphone_image_features_v1 SET damage_done = NOT coalesce(damage_done, false)`,
    )
    expect(await dataset(client, 3)).toMatchObject({ drifted: 3, accepted: 'none', replaced: [] })
    expect(await dataset(client, 3)).toMatchObject({ drifted: 3 })
    expect(await baseline()).toBe(before)
    const accepted = await dataset(client, 3, true)
    expect(accepted).toMatchObject({ status: 'CERTIFIED', drifted: 3, accepted: 'all' })
    const now = await baseline()
    expect(accepted['replaced']).toContainEqual({ day: first?.day, before, now })
    expect(now).not.toBe(before)
    expect(await dataset(client, 3)).toMatchObject({ drifted: 0, unchanged: 3, replaced: [] })
    await client.end()
  })

  it('is not accepted by a run that another gate fails', async () => {
    const client = await stores.fresh('refused')
    await client.query(`UPDATE ml.iphone_image_features_v1 SET damage_done = NOT coalesce(damage_done, false);
      DELETE FROM audit.t0_viewdef_baseline`)
    expect(await dataset(client, 3, true)).toMatchObject({ status: 'FAILED', drifted: 3, accepted: 'none' })
    await client.end()
  })

  it('sees an edit of any one row, however many the day has', async () => {
    const client = await stores.fresh('any_row')
    const day = (await daysWithKeys(client))[0]?.day
    await client.query(`
      INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date)
        SELECT 98, g, timestamptz '${day} 00:00:00+00' + g * interval '10 seconds' FROM generate_series(1, 5000) g;
      CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 3, true)`)
    expect(await dataset(client, 3)).toMatchObject({ drifted: 0 })
    for (const listing of [1, 2001, 5000]) {
      await client.query(
        `BEGIN; UPDATE "iPhone".iphone_listings SET damage_ai_json = '{"battery_effective": 88}' WHERE generation = 98 AND listing_id = ${listing}`,
      )
      expect(await dataset(client, 3)).toMatchObject({
        drifted: 1,
        drift: [expect.objectContaining({ added: 0, removed: 0, restated: 1 })],
      })
      await client.query('ROLLBACK')
    }
    await client.end()
  })

  it('takes a day that lost all of its rows for drift, and a new day for new', async () => {
    const client = await stores.fresh('emptied')
    const [first] = await daysWithKeys(client)
    await client.query(
      `DELETE FROM "iPhone".iphone_listings WHERE (edited_date AT TIME ZONE 'UTC')::date = '${first?.day}'`,
    )
    expect(await dataset(client, 3)).toMatchObject({
      drifted: 1,
      drift: [{ day: first?.day, rows: 0, added: 0, removed: first?.keys.length, restated: 0 }],
    })
    await client.query(
      `INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date) VALUES (99, 1, '2031-01-01 00:00:00+00'), (99, 2, 'infinity')`,
    )
    expect(await dataset(client, 3)).toMatchObject({ new: 2, drifted: 1 })
    await client.end()
  })
})

describe('a baseline of the data', () => {
  it('adds days and leaves those that drifted, unless it is told to replace them', async () => {
    const client = await stores.fresh('capture')
    const capture = async (replace: boolean) => {
      await client.query('CALL audit.capture_dataset_baseline($1, 10, $2)', [ENTRYPOINT, replace])
      const { rows } = await client.query(
        `SELECT notes, gates #> '{0,evidence}' AS evidence FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1`,
      )
      return rows[0]
    }
    const [first] = await daysWithKeys(client)
    await client.query(`DELETE FROM audit.t0_dataset_hash_baseline WHERE t0_day < $1`, [first?.day])
    await client.query(
      `UPDATE ml.iphone_image_features_v1 SET damage_done = NOT coalesce(damage_done, false)`,
    )
    expect(await capture(false)).toMatchObject({
      notes: '10 days: 9 new, 0 unchanged, 1 drifted and left as they were',
      evidence: { replaced: [] },
    })
    expect(await capture(false)).toMatchObject({
      notes: '10 days: 0 new, 9 unchanged, 1 drifted and left as they were',
    })
    expect(await capture(true)).toMatchObject({
      evidence: { replaced: [expect.objectContaining({ day: first?.day })] },
    })
    expect(await capture(true)).toMatchObject({ notes: '10 days: 0 new, 10 unchanged, 0 drifted' })
    await client.end()
  })

  it.each(['NULL', '0', '-1'])('is not of %s days', async (days) => {
    const client = await stores.fresh('no_days')
    await expect(
      client.query(`CALL audit.capture_dataset_baseline('${ENTRYPOINT}', ${days})`),
    ).rejects.toMatchObject({ code: '22023' })
    await expect(client.query(`CALL audit.run_t0_cert_fusion_store_v1(${days})`)).rejects.toMatchObject({
      code: '22023',
    })
    await expect(
      client.query(`CALL audit.capture_dataset_baseline('ml.no_such_view', 3)`),
    ).rejects.toMatchObject({ code: 'FSC01' })
    await client.end()
  })
})
