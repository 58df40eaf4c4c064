import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refresh as refreshApp } from '../../../src/app/index.js'
import { silent } from '../../../src/app/ports.js'
import type { Session } from '../../../src/postgres/session.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { type CliResult, runCli } from '../../support/run-cli.js'
import { differences, install, storedProject, UPSTREAM } from './scene.js'

let native: NativeFixture
let project: ProjectFolder
let files: ReadonlyMap<string, string>
let url: string
let session: Session

const at = (database: string, argv: readonly string[]): Promise<CliResult> =>
  runCli([...argv, '--project', project.dir, '--database-url', database], project.env)

const fusion = (...argv: string[]): Promise<CliResult> => at(url, argv)

interface Item {
  readonly relation: string
  readonly how?: string
  readonly outcome?: string
  readonly problem?: string | null
}

/** What the tests read of the JSON output of the three commands. */
interface Document {
  readonly relations: readonly Item[]
  readonly stored: readonly Item[]
  readonly behind: readonly Item[]
}

async function json(...argv: string[]): Promise<{ code: number; document: Document }> {
  const { code, stdout } = await fusion(...argv, '--format', 'json', '--quiet')
  return { code, document: JSON.parse(stdout) as Document }
}

const outcomes = ({ relations }: Document): Record<string, string | undefined> =>
  Object.fromEntries(relations.map((one) => [one.relation, one.how ?? one.outcome]))

beforeAll(async () => {
  native = await startNative(18)
  project = projectFolder({}, 'stored')
  files = await storedProject(project.dir)
  url = await native.freshDatabase('refreshed')
  session = await native.connect(url)
  await session.exec(UPSTREAM)
  await install(session, files)
}, 60_000)

afterAll(async () => {
  await session.close()
  project.remove()
  await native.stop()
})

test('a name, or a database, that has no such relation is refused with what to do', async () => {
  const unknown = await fusion('refresh', '--only', 'ml.shop', 'ml.jobs')
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('FS915 "ml.shop" is not a stored relation of the project')
  expect(unknown.stderr).toContain('Did you mean ml.shops?')

  const nothing = await runCli(['refresh', '--project', 'test/golden/once'], project.env)
  expect(nothing.code).toBe(2)
  expect(nothing.stderr).toMatch(/^fusion\.config\.ts FS914 the project \w+ has no stored relations/)

  const empty = await at(await native.freshDatabase('empty'), ['refresh'])
  expect(empty.code).toBe(2)
  expect(empty.stderr).toContain('FS902')
  expect(empty.stderr).toContain('Run psql -f generated/sql/install.sql.')
})

test('the first refresh computes all rows, and a dry run says so and changes nothing', async () => {
  const plan = await fusion('refresh', '--dry-run')
  expect(plan.code).toBe(0)
  expect(plan.stdout).toMatch(/ml\.jobs +all rows .*it was never refreshed/)
  expect(plan.stdout).toMatch(
    /ml\.classes +all rows +0 +it was never refreshed; and what\s+comes of ml\.jobs/,
  )
  expect(await session.query('SELECT FROM ml.jobs')).toHaveLength(0)

  const status = await json('status')
  expect(status.document.stored.map((one) => one.problem)).toEqual(Array(5).fill('it was never refreshed'))

  const { code, stdout, stderr } = await fusion('refresh')
  expect({ code, stderr: stderr.match(/^ml\.\w+/gm)?.length }).toEqual({ code: 0, stderr: 5 })
  expect(stdout).toMatch(/ml\.shops +all rows/)
  expect(await differences(session)).toEqual([])
})

test('later only changes are taken up; what reads a refreshed relation is named', async () => {
  await session.exec(`UPDATE garage.part SET quality = 9 WHERE (shop, job) IN ((1, 1), (2, 2));
    DELETE FROM garage.job WHERE (shop, job) = (3, 3)`)
  const status = await json('status')
  expect(status.document.stored.find((one) => one.relation === 'ml.jobs')).toMatchObject({
    pending: 3,
    problem: null,
    how: 'whole',
    oldestChange: expect.stringMatching(/^20.*Z$/),
  })
  const text = await fusion('status')
  expect(text.stdout).toMatch(/ml\.jobs +\d+ +3 +\d+ s ago +\d+ s ago +all rows +\d+ ms/)

  const plan = await json('refresh', '--dry-run', '--only', 'ml.jobs')
  expect(plan.document).toMatchObject({
    outcome: 'planned',
    relations: [{ relation: 'ml.jobs', how: 'keys', pending: 3, why: null }],
  })
  const first = await json('refresh', '--only', 'ml.jobs')
  expect(first).toMatchObject({
    code: 0,
    document: {
      outcome: 'refreshed',
      relations: [{ relation: 'ml.jobs', how: 'keys', changes: 3, inserted: 0, updated: 2, deleted: 1 }],
    },
  })
  expect(first.document.behind.map((one) => one.relation)).toEqual(['ml.classes', 'ml.ranks', 'ml.compared'])
  const named = await fusion('refresh', '--only', 'ml.jobs')
  expect(named.stdout).toMatch(/ml\.ranks \(\d+\s+recorded\), ml\.compared \(does not\s+record\s+changes\)/)
  const rest = await json('refresh')
  expect(outcomes(rest.document)).toEqual({
    'ml.jobs': 'keys',
    'ml.classes': 'keys',
    'ml.shops': 'whole',
    'ml.ranks': 'whole',
    'ml.compared': 'whole',
  })
  expect(await differences(session)).toEqual([])
  const full = await json('refresh', '--full', '--only', 'ml.jobs')
  expect(outcomes(full.document)).toEqual({ 'ml.jobs': 'whole' })
})

test('verify compares all rows with the views', async () => {
  const same = await json('verify')
  expect(same).toMatchObject({ code: 0, document: { outcome: 'passed', relation: 'ml.features' } })
  expect(same.document.stored.map((one) => one.outcome)).toEqual(Array(5).fill('same'))

  await session.exec(`UPDATE ml.ranks SET place = 0 WHERE shop = 1;
    DELETE FROM ml.ranks WHERE shop = 2; UPDATE ml.ranks SET job = -job WHERE (shop, job) = (4, 4)`)
  const [expected] = await session.query<{ missing: number; changed: number }>(
    `SELECT count(*) FILTER (WHERE shop = 2)::int + 1 AS missing, count(*) FILTER (WHERE shop = 1)::int AS changed FROM ml.v_ranks`,
  )
  const { code, stdout, stderr } = await fusion('verify')
  expect(code).toBe(1)
  expect(stdout).toMatch(/ml\.ranks +ml\.v_ranks +different/)
  expect(stderr).toContain(
    `ml.ranks FS919 its rows are not those of ml.v_ranks: ${expected?.missing} missing, 1 surplus, ${expected?.changed} changed of`,
  )
  expect(stderr).toContain('Run fusion refresh --full --only ml.ranks.')
  expect((await fusion('refresh', '--full', '--only', 'ml.ranks')).code).toBe(0)
  expect(await differences(session)).toEqual([])

  // A change that affects every row, so that none can be compared.
  await session.exec(`CREATE TEMP TABLE kept AS TABLE garage.model; TRUNCATE garage.model;
    INSERT INTO garage.model TABLE kept; DROP TABLE kept`)
  const { document } = await json('verify')
  expect(document.stored.find(({ relation }) => relation === 'ml.jobs')).toMatchObject({
    outcome: 'waiting',
  })
  expect((await fusion('verify')).stdout).toMatch(
    /ml\.jobs +ml\.jobs_live +not compared +every row waits for\s+a refresh/,
  )
  expect((await fusion('refresh', '--quiet')).code).toBe(0)
})

test('without a certification, status and verify are about the stored relations', async () => {
  project.write('store.ts', readFileSync(join(project.dir, 'fusion.config.ts'), 'utf8'))
  project.write(
    'plain/fusion.config.ts',
    `import store from '../store.js'
    export default { ...store, certifications: [], files: store.files.slice(0, 1) }`,
  )
  const plain = (...argv: string[]): Promise<CliResult> =>
    runCli([...argv, '--project', join(project.dir, 'plain'), '--database-url', url], project.env)
  const status = await plain('status')
  expect(status).toMatchObject({ code: 0, stderr: '' })
  expect(status.stdout).toMatch(/^PostgreSQL 18.*\n\nstored relation .*\nml\.jobs /)
  await session.exec('ALTER TABLE garage.part DISABLE TRIGGER USER')
  const disabled = await plain('status')
  expect(disabled.code).toBe(1)
  expect(disabled.stdout.replaceAll(/\s+/g, ' ')).toMatch(/on garage\.part is not enabled as it was/)
  const reenabled = await session.query<{ enable: string }>(
    `SELECT format('ALTER TABLE garage.part %s TRIGGER %I', s.statement, s.name) AS enable FROM audit._stored_triggers('ml.jobs') s`,
  )
  for (const { enable } of reenabled) await session.exec(enable)

  // A role that may read the store and nothing of the audit schema.
  await session.exec(`CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA ml TO reader`)
  const reader = new URL(url)
  ;[reader.username, reader.password] = ['reader', 'reader']
  const unseen = await runCli(
    ['verify', '--project', join(project.dir, 'plain'), '--database-url', reader.href],
    project.env,
  )
  expect(unseen.code).toBe(0)
  expect(unseen.stdout).toMatch(/ml\.jobs .*not compared .*the role may not/)
  const refused = await runCli(
    ['refresh', '--project', project.dir, '--database-url', reader.href],
    project.env,
  )
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('FS904')
  expect(refused.stderr).toContain(
    'Connect as a member of garage_certifier, or as the owner of the audit schema.',
  )
})

test('a broken key is reported; what reads that relation is skipped, and the others are refreshed', async () => {
  await session.exec(`ALTER TABLE garage.model DROP CONSTRAINT model_pkey;
    INSERT INTO garage.model VALUES ('model 2', 'again'), ('model 2', 'and again')`)
  const { code, stdout, stderr } = await fusion('refresh', '--full')
  expect(code).toBe(1)
  expect(stderr).toMatch(/ml\.jobs FS917 it was not refreshed: .*(21000|23505).*; its rows are unchanged/)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('Find the rows of ml.jobs_live with the same shop, job,')
  expect(stdout).toMatch(/ml\.jobs +FAILED/)
  expect(stdout).toMatch(/ml\.classes +skipped +reads ml\.jobs/)
  expect(stdout).toMatch(/ml\.shops +all rows/)
  const failed = await json('refresh', '--full')
  expect(failed).toMatchObject({ code: 1, document: { outcome: 'failed', diagnostics: [{ code: 'FS917' }] } })
  await session.exec(
    `DELETE FROM garage.model WHERE class LIKE '%again'; ALTER TABLE garage.model ADD PRIMARY KEY (model)`,
  )
  expect((await fusion('refresh', '--quiet')).code).toBe(0)
  expect(await differences(session)).toEqual([])
})

/** Runs work while another session refreshes `ml.shops` and does not commit. */
async function whileHeld<T>(work: (release: () => Promise<void>) => Promise<T>): Promise<T> {
  const other = await native.connect(url)
  await other.exec(`SET application_name = 'the other one'; BEGIN; SELECT audit.refresh_one('ml.shops')`)
  const release = (): Promise<void> => other.exec('COMMIT')
  try {
    return await work(release)
  } finally {
    await other.close()
  }
}

/** Waits until the refresh of another session waits for a lock, and gives its process. */
async function waiting(): Promise<number> {
  for (;;) {
    const [found] = await session.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%refresh_one%' AND datname = current_database()`,
    )
    if (found) return found.pid
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

test('a refresh that waits for another one says for whom', async () => {
  const notes: string[] = []
  await whileHeld(async (release) => {
    let heard = (): void => undefined
    const hears = new Promise<void>((resolve) => (heard = resolve))
    const running = refreshApp({
      project: project.dir,
      databaseUrl: url,
      env: project.env,
      only: ['ml.shops'],
      progress: {
        ...silent,
        update(_, line = '') {
          notes.push(line)
          heard()
        },
      },
    })
    await hears
    await release()
    expect(await running).toMatchObject({ outcome: 'refreshed' })
  })
  expect(notes).toEqual([
    expect.stringMatching(
      /^refreshing ml\.shops, waiting for process \d+ \(the other one\), which holds a lock, in a transaction for /,
    ),
  ])
})

test('after a lost connection, what was refreshed stays and what is left is named', async () => {
  await session.exec(`UPDATE garage.part SET quality = 1 WHERE shop = 5`)
  const lost = await whileHeld(async () => {
    const running = fusion('refresh')
    await session.query('SELECT pg_terminate_backend($1)', [await waiting()])
    return await running
  })
  expect(lost.code).toBe(2)
  expect(lost.stderr).toContain('ml.shops FS905')
  expect(lost.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'FS918 the refresh stopped before the end; refreshed: ml.jobs, ml.classes; left: ml.shops, ml.ranks, ml.compared',
  )
  expect(
    await session.query(`SELECT FROM audit.stored_status() s WHERE s.relation = 'ml.jobs' AND s.pending = 0`),
  ).toHaveLength(1)
})

test('after an interrupt, too', async () => {
  const [abort, notes] = [new AbortController(), [] as string[]]
  await whileHeld(async () => {
    const running = refreshApp({
      project: project.dir,
      databaseUrl: url,
      env: project.env,
      progress: { ...silent, note: (line) => void notes.push(line) },
      signal: abort.signal,
    })
    const pid = await waiting()
    abort.abort(new Error('stop'))
    await expect(running).rejects.toThrow('stop')
    expect(
      await session.query(`SELECT FROM pg_stat_activity WHERE pid = $1 AND state = 'active'`, [pid]),
    ).toEqual([])
  })
  expect(notes.at(-1)).toContain(
    'FS918 canceled; refreshed: ml.jobs, ml.classes; left: ml.shops, ml.ranks, ml.compared',
  )
  expect((await fusion('refresh')).code).toBe(0)
  expect(await differences(session)).toEqual([])
})

test('the certifier refreshes and certifies; gate D and the guard refuse rows that are not those of the view', async () => {
  const database = await native.freshDatabase('certified')
  const owner = await native.connect(database)
  try {
    await owner.exec(UPSTREAM)
    for (const [, file = ''] of (files.get('install.sql') ?? '').matchAll(/^\\ir '(.*)'$/gm))
      await owner.exec(files.get(file) ?? '')
    await owner.exec(`CREATE ROLE robot LOGIN PASSWORD 'robot' IN ROLE garage_certifier`)
    const robot = new URL(database)
    ;[robot.username, robot.password] = ['robot', 'robot']
    const asRobot = (...argv: string[]): Promise<CliResult> => at(robot.href, argv)

    await owner.exec('UPDATE garage.part SET quality = 3 WHERE shop = 1')
    expect(await asRobot('refresh')).toMatchObject({ code: 0 })
    expect((await asRobot('refresh', '--dry-run')).code).toBe(0)
    expect(await differences(owner)).toEqual([])
    const certified = await asRobot('certify')
    expect(certified.code).toBe(0)
    expect(certified.stdout).toMatch(/D +stored relations +passed/)
    expect((await asRobot('status')).code).toBe(0)

    await owner.exec('UPDATE ml.ranks SET place = -1 WHERE shop = 3')
    const differing = await asRobot('certify')
    expect(differing.code).toBe(1)
    expect(differing.stdout).toMatch(/D +stored relations +FAILED +D\.differs/)
    expect(differing.stdout.replaceAll(/\s+/g, ' ')).toContain('D.differs Run `fusion refresh --full`;')
    expect((await asRobot('refresh', '--full', '--quiet')).code).toBe(0)
    expect((await asRobot('certify')).code).toBe(0)

    await owner.exec(`UPDATE audit.stored_relation SET max_age = '0'; DELETE FROM garage.part WHERE shop = 4`)
    const closed = await asRobot('status')
    expect(closed.code).toBe(1)
    expect(closed.stdout).toContain('FSC13 ml.entry may not be read: stored rows are not those of their view')
    expect(closed.stdout).toMatch(/ml\.jobs .*it waits for a\s+refresh since/s)
  } finally {
    await owner.close()
  }
})
