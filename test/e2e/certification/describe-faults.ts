import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  GUARDED,
  refusalAs,
  startCertifiedStores,
  statuses,
} from '../../support/certified-store.js'
import { FAULTS } from './faults.js'

const READ = `SELECT count(*) FROM ${GUARDED}`

/** The seeded faults on one major; a file of each, so that they run side by side. */
export const describeFaults = (major: 14 | 18) =>
  describe(`on PostgreSQL ${major}`, () => {
    let stores: CertifiedStores
    beforeAll(async () => {
      stores = await startCertifiedStores(major)
    })
    afterAll(() => stores.stop())

    it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
      '%s closes the store, by its own gate, until it is mended',
      async (_, { codes, guard, says, seed, mend }) => {
        const client = await stores.fresh('fault')
        try {
          await seed(client)
          expect(await refusalAs(client, 'fusion_trainer', READ)).toBe(guard)

          const verdict = await certify(client)
          expect({ status: verdict.status, codes: verdict.codes }).toEqual({ status: 'FAILED', codes })
          if (says !== undefined) expect(verdict.notes).toContain(says)
          expect(await statuses(client)).toEqual(['FAILED'])

          await mend(client)
          expect(await certify(client)).toMatchObject({ status: 'CERTIFIED', codes: [] })
          expect(await statuses(client)).toEqual(['CERTIFIED'])
          expect(await refusalAs(client, 'fusion_trainer', READ)).toBeUndefined()
        } finally {
          await client.end()
        }
      },
    )
  })
