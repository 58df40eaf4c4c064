import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Session } from '../../../src/postgres/session.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { install, storedProject, UPSTREAM } from './scene.js'

let native: NativeFixture
let session: Session
let folder: ProjectFolder
let url: string
beforeAll(async () => {
  folder = projectFolder({}, 'stored')
  native = await startNative(18)
  url = await native.freshDatabase('live')
  session = await native.connect(url)
  await session.exec(UPSTREAM)
  await install(session, await storedProject(join(folder.dir)))
})
afterAll(async () => {
  folder.remove()
  await session.close()
  await native.stop()
})

const check = async () => {
  const { stdout } = await runCli(
    ['check', '--project', folder.dir, '--database-url', url, '--format', 'json'],
    folder.env,
  )
  const report = JSON.parse(stdout) as {
    sections: { against: string; changes: unknown[]; hazards: { message: string }[] }[]
  }
  const live = report.sections.find(({ against }) => against === 'live')
  return { changes: live?.changes, hazards: live?.hazards.map(({ message }) => message) }
}

it('finds stored relations in a live database as they are declared', async () => {
  expect(await check()).toEqual({ changes: [], hazards: [] })
})

it('reports a stored relation that is something else there, or has other columns', async () => {
  await session.exec(
    'ALTER TABLE ml.jobs RENAME COLUMN best TO worst; DROP MATERIALIZED VIEW ml.shops CASCADE; CREATE VIEW ml.shops AS TABLE ml.v_shops',
  )
  const { changes, hazards } = await check()
  expect(changes?.length).toBeGreaterThan(0)
  expect(hazards).toEqual([
    'putting the stored relation in place will be refused: column "worst" is renamed to "best", or removed',
    'putting the stored relation in place will be refused: the database has a view with that name',
  ])
})
