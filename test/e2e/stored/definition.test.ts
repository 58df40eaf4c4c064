import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { projectFolder } from '../../support/project-folder.js'
import { storedProject } from './scene.js'
import {
  type Client,
  differ,
  errorOf,
  howRefreshed,
  install,
  problems,
  staleAfterRefresh,
  startStored,
  type StoredServer,
} from './stored-server.js'

/** The same project with another expression in the relation that the others read. */
async function changedProject(): Promise<ReadonlyMap<string, string>> {
  const folder = projectFolder({}, 'stored')
  const config = readFileSync(join(folder.dir, 'fusion.config.ts'), 'utf8')
  folder.write(
    'fusion.config.ts',
    config
      .replace(`eb('quality', '>=', 5)`, `eb('quality', '>=', 7)`)
      .replace(`where('j.spam', 'is', null)`, `where('j.spam', 'is not', null)`),
  )
  const files = await storedProject(folder.dir)
  folder.remove()
  return files
}

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let client: Client
  let changed: ReadonlyMap<string, string>
  beforeAll(async () => {
    changed = await changedProject()
    server = await startStored(major)
    client = await server.fresh('definition')
  })
  afterAll(() => server?.stop())
  const guard = async (): Promise<string | undefined> => (await errorOf(client, 'SELECT FROM ml.train'))?.code
  const state = async (): Promise<unknown> =>
    (
      await client.query(
        'SELECT s, (SELECT xmin FROM pg_trigger t WHERE t.tgname LIKE $1 ORDER BY oid LIMIT 1) FROM audit.stored_state s ORDER BY relation',
        ['fusion%'],
      )
    ).rows

  it('an installation again changes nothing', async () => {
    const before = await state()
    await install(client, server.files, /^0[012]_/)
    expect(await state()).toEqual(before)
    expect(await differ(client)).toEqual([])
    expect(await guard()).toBeUndefined()
  })

  it('a changed definition closes the guard until it is refreshed and certified', async () => {
    await client.query(`UPDATE garage.job SET model = 'model 1' WHERE shop = 1`)
    await install(client, changed, /^0[012]_/)
    expect(await problems(client)).toContain('ml.jobs: its definition has changed since its last refresh')
    expect(await guard()).toBe('FSC04')
    // Certified without a refresh: gate D finds it.
    await expect(install(client, changed, /^0(3_base|4|5|6)/)).rejects.toMatchObject({
      code: 'FSC02',
      message: expect.stringContaining('D failed (D.behind): ml.jobs: its definition has changed') as string,
    })
    expect(await guard()).toBe('FSC02')
    expect(await differ(client)).not.toEqual([])
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('whole')
    await client.query('CALL audit.run_t0_cert_garage(7, true)')
    expect(await guard()).toBeUndefined()
    await client.query(`UPDATE garage.job SET spam = NULL WHERE shop = 2`)
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('keys')
  })

  it('a change of the definition that is taken back before a refresh', async () => {
    await install(client, server.files, /^0[012]_/)
    await client.query(`UPDATE garage.job SET spam = 'x' WHERE shop = 3`)
    await install(client, changed, /^0[012]_/)
    expect(await staleAfterRefresh(client)).toEqual([])
  })
})
