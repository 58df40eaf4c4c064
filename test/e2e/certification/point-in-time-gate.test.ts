import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  acceptDefinitions,
  type CertifiedStores,
  certify,
  type Client,
  ENTRYPOINT,
  SCORED,
  seedInto,
  startCertifiedStores,
  type Verdict,
} from '../../support/certified-store.js'

let stores: CertifiedStores
let client: Client
beforeAll(async () => {
  stores = await startCertifiedStores()
  client = await stores.fresh('point_in_time')
})
afterAll(() => stores.stop())

const gateP = ({ gates }: Verdict) => gates.find(({ gate }) => gate === 'P')
const register = (proof: string): Promise<unknown> =>
  client.query('SELECT audit.register_point_in_time($1, $2::jsonb)', [ENTRYPOINT, proof])

describe('gate P in the database', () => {
  it('says of each source how it is known, and certificates carry the reasons', async () => {
    const verdict = await certify(client)
    expect(verdict.status).toBe('CERTIFIED')
    expect(gateP(verdict)).toMatchObject({
      passed: true,
      evidence: {
        declared: true,
        sources: {
          '"iPhone".iphone_listings': { policy: 'strict', how: ['anchor'], known_at: 'edited_date' },
          'ml.iphone_image_features_v1': {
            policy: 'late allowed',
            because: expect.stringContaining('labeled after the listing was edited') as string,
          },
        },
      },
    })
    expect(verdict.notes).toContain(
      'P: known by T0: "iPhone".iphone_listings; late rows allowed as declared: ml.iphone_image_features_v1',
    )
  })

  it('rejects the proof of other definitions, also where these are accepted', async () => {
    await seedInto(client, SCORED, 'true')
    await client.query('SELECT audit.capture_viewdef_baseline($1)', [ENTRYPOINT])
    expect((await certify(client)).codes).toEqual(['P.stale'])
    await acceptDefinitions(client)
    expect((await certify(client)).codes).toEqual([])
  })

  it('does not mind a table that only got a column', async () => {
    await client.query('ALTER TABLE ml.iphone_image_features_v1 ADD COLUMN added integer')
    await client.query('SELECT audit.capture_viewdef_baseline($1)', [ENTRYPOINT])
    expect((await certify(client)).codes).toEqual([])
  })

  it.each([
    ['{"declared": true, "sources": {"shop.late": {"policy": "unproven"}}}', ['P.unproven'], 'shop.late'],
    ['{"declared": true, "sources": {"shop.odd": {}}}', ['P.unproven'], ''],
    ['{"declared": false}', [], 'no point-in-time policies are declared'],
  ] as const)('judges the proof %s', async (proof, codes, summary) => {
    await register(proof)
    const verdict = await certify(client)
    expect(verdict.codes).toEqual(codes)
    expect(gateP(verdict)?.evidence['summary']).toContain(summary)
  })

  it('rejects a store that has registered none', async () => {
    await client.query(`UPDATE audit.t0_entrypoint SET options = options - 'point_in_time'`)
    expect((await certify(client)).codes).toEqual(['P.unregistered'])
    await expect(client.query(`SELECT audit.register_point_in_time('shop.nothing', '{}')`)).rejects.toThrow(
      'no store declares the entrypoint shop.nothing',
    )
  })
})
