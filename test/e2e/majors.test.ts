import { describe, expect, it } from 'vitest'
import { oracle } from '../oracle/index.js'
import {
  applyStore,
  CREATE,
  loadRows,
  SCORED_QUERY,
  upstreamRows,
  upstreamTables,
} from '../support/fusion-database.js'
import { startNative } from '../support/native-server.js'

describe.each([14, 15, 16, 17, 18] as const)('on PostgreSQL %d', (major) => {
  it('the files apply in order on a fresh database, and again, and give the same rows', async () => {
    const native = await startNative(major)
    try {
      const session = await native.connect(await native.freshDatabase('majors'))
      const [version] = await session.query<{ server_version_num: string }>('SHOW server_version_num')
      expect(Math.floor(Number(version?.server_version_num) / 10_000)).toBe(major)
      await session.exec(upstreamTables())
      await applyStore(session, CREATE)
      await applyStore(session, CREATE)
      const upstream = upstreamRows('hostile', 1_000, major)
      await loadRows(session, upstream)
      expect(await session.query(SCORED_QUERY)).toEqual(oracle(upstream.listings, upstream.images))
      await session.close()
    } finally {
      await native.stop()
    }
  })
})
