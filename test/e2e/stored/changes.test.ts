import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isEverything } from '../../support/everything.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { changes } from './change-cases.js'
import {
  type Client,
  differ,
  howRefreshed,
  staleAfterRefresh,
  startStored,
  type StoredServer,
} from './stored-server.js'

const CHANGES = 'audit.changes_f80d74eb3fd37190'

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let client: Client
  let writer: Client
  beforeAll(async () => {
    server = await startStored(major)
    client = await server.fresh('changes')
    writer = await server.connect('changes')
    await client.query('CREATE ROLE garage_clerk; GRANT USAGE ON SCHEMA garage TO garage_clerk')
    await client.query(
      'GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA garage TO garage_clerk',
    )
  })
  afterEach(async () => {
    await writer.query('ROLLBACK')
    await writer.query('DISCARD ALL')
  })
  afterAll(() => server?.stop())

  it.each(changes.filter(({ since = 14 }) => major >= since))(
    'stored rows follow: $name',
    async ({ sql, how = 'keys', setUp, undo }) => {
      if (setUp !== undefined) await client.query(setUp)
      expect(await staleAfterRefresh(client)).toEqual([])
      for (const statement of [sql].flat()) await writer.query(statement)
      // Otherwise nothing would have to be refreshed.
      expect(await differ(client)).not.toEqual([])
      expect(await staleAfterRefresh(client)).toEqual([])
      expect(await howRefreshed(client)).toBe(how)
      if (undo !== undefined) await client.query(undo)
    },
  )

  it('a million rows that COPY brings', async () => {
    const rows = isEverything ? (major === 18 ? 1_000_000 : 100_000) : 20_000
    const large = await server.fresh('large')
    const session = await server.native.connect(server.url('large'))
    await session.copyIn('garage.job', ['shop', 'job', 'model', 'opened'], jobLines(rows))
    await session.close()
    expect((await differ(large)).length).toBeGreaterThan(rows)
    expect(await staleAfterRefresh(large)).toEqual([])
    await large.end()
  })

  it('a statement that changes most of a large source is recorded once, and later ones by what they change', async () => {
    const large = await server.fresh('bulk')
    await staleAfterRefresh(large)
    const recorded = async (): Promise<readonly unknown[]> =>
      (await large.query(`SELECT pattern, count(*)::int AS n FROM ${CHANGES} GROUP BY 1 ORDER BY 1`)).rows
    await large.query(`
      INSERT INTO garage.job SELECT n % 97, 1000000 + n, 'model 1', NULL, '2026-02-01Z' FROM generate_series(1, 100002) n;
      UPDATE garage.job SET note = 'all';
      DELETE FROM garage.job WHERE job > 1000001`)
    expect(await recorded()).toEqual([{ pattern: 0, n: 3 }])
    expect(await staleAfterRefresh(large)).toEqual([])
    expect(await howRefreshed(large)).toBe('whole')
    await large.query('UPDATE garage.job SET model = NULL WHERE job = 1000001')
    expect(await recorded()).not.toContainEqual(expect.objectContaining({ pattern: 0 }))
    expect(await staleAfterRefresh(large)).toEqual([])
    expect(await howRefreshed(large)).toBe('keys')
    await large.end()
  })
})

/** Jobs in the text format of COPY. */
function* jobLines(rows: number): Generator<string> {
  for (let from = 0; from < rows; from += 10_000)
    yield Array.from({ length: Math.min(10_000, rows - from) }, (_, at) => {
      const job = from + at
      return `${job % 97}\t${1_000_000 + job}\tmodel ${job % 11}\t2026-02-0${1 + (job % 9)} 00:00:00Z\n`
    }).join('')
}
