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
let files: ReadonlyMap<string, string>
beforeAll(async () => {
  folder = projectFolder({}, 'stored')
  native = await startNative(18)
  url = await native.freshDatabase('live')
  session = await native.connect(url)
  await session.exec(UPSTREAM)
  files = await storedProject(folder.dir)
  await install(session, files)
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

it('makes the keys those of the declaration when it is installed again', async () => {
  const [key] = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'ml.shops'::regclass AND indisunique`,
  )
  await session.exec(`
    DROP INDEX ml.${key?.name}; CREATE UNIQUE INDEX stored_0123456789abcdef ON ml.shops (shop, jobs);
    CREATE INDEX own ON ml.shops (jobs); CREATE UNIQUE INDEX stored_theirs ON ml.shops (jobs, shop); CREATE INDEX stored_by_jobs ON ml.classes (jobs);
    CREATE UNIQUE INDEX partly ON ml.shops (shop) WHERE jobs > 1;
    ALTER TABLE ml.classes DROP CONSTRAINT classes_pkey; ALTER TABLE ml.classes ADD PRIMARY KEY (class, jobs)`)
  await install(session, files)
  const indexes = await session.query<{ index: string }>(
    `SELECT format('%s %s %s', x.indrelid::regclass, x.indisunique, audit._index_columns(x.indexrelid)) AS index
     FROM pg_index x WHERE x.indrelid IN ('ml.shops'::regclass, 'ml.classes'::regclass) ORDER BY 1`,
  )
  expect(indexes.map(({ index }) => index)).toEqual([
    'ml.classes f {jobs}',
    'ml.classes t {class}',
    'ml.shops f {jobs}',
    'ml.shops t {jobs,shop}',
    // The partial one is not the key.
    'ml.shops t {shop}',
    'ml.shops t {shop}',
  ])
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

it('takes the triggers and everything that stored relations need out of a database, and leaves the rows', async () => {
  const uninstall = files.get('optional/98_uninstall_stored_relations.sql') ?? ''
  await session.query('SELECT audit.refresh_one($1)', ['ml.classes'])
  await session.exec(uninstall)
  await session.exec(uninstall)
  const left = await session.query<{ name: string }>(
    `SELECT tgname::text AS name FROM pg_trigger WHERE tgname LIKE 'fusion\\_%'
     UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'audit'::regnamespace AND proname ~ '^(record_|refresh|_?stored|put_stored|prepare)'
     UNION ALL SELECT relname::text FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relname ~ '^(stored|changes)'`,
  )
  // The part of the guard for stored relations is of the certification, and stays with it.
  const kept = ['_stored_among', '_stored_gate', '_stored_of']
  expect(left.map(({ name }) => name).filter((name) => !kept.includes(name))).toEqual([])
  await session.exec('INSERT INTO garage.part VALUES (1, 1, 77, 1); DELETE FROM garage.part WHERE part = 77')
  const [row] = await session.query<{ rows: string }>('SELECT count(*) AS rows FROM ml.classes')
  expect(Number(row?.rows)).toBeGreaterThanOrEqual(0)
})
