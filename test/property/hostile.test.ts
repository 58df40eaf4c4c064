import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { oracle } from '../oracle/index.js'
import {
  applyStore,
  CREATE,
  IMAGES,
  LISTINGS,
  loadRows,
  SCORED_QUERY,
  upstreamTables,
} from '../support/fusion-database.js'
import { hostileUpstream } from '../support/hostile-arbitraries.js'

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await session.exec(upstreamTables())
  await applyStore(session, CREATE)
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

it('agrees with the specification on whatever fast-check thinks of', async () => {
  await fc.assert(
    fc.asyncProperty(hostileUpstream(), async (upstream) => {
      await session.exec(`TRUNCATE ${LISTINGS}, ${IMAGES}`)
      await loadRows(session, upstream)
      expect(await session.query(SCORED_QUERY)).toEqual(oracle(upstream.listings, upstream.images))
    }),
    { numRuns: 300 },
  )
})
