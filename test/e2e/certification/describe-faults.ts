import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  type Client,
  GUARDED,
  refusalAs,
  startCertifiedStores,
  type StoreSql,
  statuses,
} from '../../support/certified-store.js'
import { generatedSql } from '../../support/fusion-database.js'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { smallStoreSql } from '../../support/small-store.js'
import { type FoundDiagnostic } from './fault.js'
import { STORE_FAULTS } from './store-faults.js'
import { TIME_FAULTS } from './time-faults.js'

const READ = `SELECT count(*) FROM ${GUARDED}`

/** The seeded faults on one major; a file of each, so that they run side by side. */
export const describeFaults = (major: 14 | 18): void => {
  const whole = (fault: FoundDiagnostic): boolean => fault.whole === true
  describeEach(major, 'the fusion store', STORE_FAULTS.filter(whole), generatedSql)
  // Whether these are found does not depend on what else is in the store.
  const others = STORE_FAULTS.filter((fault) => !whole(fault))
  // Those of the time are found in the trees of queries, which differ between majors.
  // The rules are judged case by case in determinism.test.ts: here the other major shows that a fault closes the store.
  const small = WHOLE_MAJORS.includes(major)
    ? [...others, ...TIME_FAULTS]
    : TIME_FAULTS.filter((_, at) => at % 3 === 0)
  describeEach(major, 'a small store', small, smallStoreSql)
}

const describeEach = (
  major: 14 | 18,
  store: string,
  faults: readonly FoundDiagnostic[],
  storeSql: StoreSql,
) =>
  describe(`${store} on PostgreSQL ${major}`, () => {
    let stores: CertifiedStores
    /** With the store that was mended last, which is as good as new; none after a fault that went otherwise. */
    let mended: Client | undefined
    beforeAll(async () => {
      stores = await startCertifiedStores(major, storeSql)
    })
    afterAll(() => stores.stop())

    it.each(faults.map((fault) => [fault.name, fault] as const))(
      '%s closes the store, by its own gate, until it is mended',
      async (_, { codes, guard, says, seed, mend }) => {
        const client = mended ?? (await stores.fresh('fault'))
        mended = undefined
        await seed(client, stores.apply)
        expect(await refusalAs(client, 'fusion_trainer', READ)).toBe(guard)

        const verdict = await certify(client)
        expect({ status: verdict.status, codes: verdict.codes }).toEqual({ status: 'FAILED', codes })
        if (says !== undefined) expect(verdict.notes).toContain(says)
        expect(await statuses(client)).toEqual(['FAILED'])

        await mend(client, stores.apply)
        expect(await certify(client)).toMatchObject({ status: 'CERTIFIED', codes: [] })
        expect(await statuses(client)).toEqual(['CERTIFIED'])
        expect(await refusalAs(client, 'fusion_trainer', READ)).toBeUndefined()
        await client.query('DROP SCHEMA IF EXISTS shop CASCADE')
        mended = client
      },
    )
  })
