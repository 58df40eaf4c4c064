import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/certified-store.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { type CliResult, runCli } from '../support/run-cli.js'
import { sqlInOrder } from '../support/sql-in-order.js'

/** Offers and visits over one upstream, certified apart; both are made of one view. */
const CONFIG = `
import { certification, column, defineProject, guarded, integer, nullable, source, sqlType, view } from 'fusion-store'

const t = source('up.t', 'Rows.', {
  key: ['id'],
  columns: { id: integer('Key.'), at: sqlType<Date>('timestamp', 'T0.'), n: nullable(integer('N.')), m: nullable(integer('M.')) },
})
const base = view('x.base', 'All.', { t }, (db) => db.selectFrom('t').select(['t.id', 't.at', 't.n', 't.m']))
const offers = view('x.offers', 'Offers.', { b: base }, (db) => db.selectFrom('b').select(['b.id', 'b.at', 'b.n']))
const visits = view('x.visits', 'Visits.', { b: base }, (db) => db.selectFrom('b').select(['b.id', 'b.at', 'b.m']))
const facts = view('x.offers_facts', 'Facts.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.n']))
const trainers = {
  offers: guarded('x.offers_train', 'Offers.', facts, { entrypoint: offers, key: ['id'], maxAge: '1 day' }),
  visits: guarded('x.visits_train', 'Visits.', visits, { entrypoint: visits, key: ['id', 'at'], maxAge: '2 days' }),
}

export default defineProject({
  name: 'two',
  sql: { '01_views.sql': [base, offers, visits, facts, trainers.offers, trainers.visits] },
  certification: [
    certification({
      entrypoint: offers, t0: 'at', key: ['id'], guarded: trainers.offers, checked: offers, baselineDays: 7,
      roles: { trainer: 'two_offers', certifier: 'two_certifier' },
      invariants: (eb) => ({ n_is_known: column('It is.', eb('n', 'is not', null)) }),
    }),
    certification({
      entrypoint: visits, t0: 'at', key: ['id', 'at'], guarded: trainers.visits, checked: visits, baselineDays: 9,
      procedure: 'certify_visits', moments: { at: 'Joined on.' }, drift: { policy: 'fail', rows: 1 },
      roles: { trainer: 'two_visits', certifier: 'two_certifier' },
      invariants: (eb) => ({ m_is_known: column('It is.', eb('m', 'is not', null)) }),
    }),
  ],
  demo: {
    load: () => [{ relation: 'up.t', columns: ['id', 'at', 'n', 'm'], chunks: ['1\\t2024-01-01 10:00\\t1\\t1\\n'] }],
    queries: [],
  },
})
`

let folder: ProjectFolder
let native: NativeFixture
let client: Client
let url: string
beforeAll(async () => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG })
  expect(await runCli(['build', '--project', folder.dir], folder.env)).toMatchObject({ code: 0 })
  native = await startNative(18)
  url = await native.freshDatabase('two')
  client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE SCHEMA up; CREATE TABLE up.t (id int, at timestamp, n int, m int);
    INSERT INTO up.t VALUES (1, '2024-01-01 10:00', 1, 1), (2, '2024-01-02 10:00', 2, 2)`)
  for (const file of files())
    await client.query(readFileSync(join(folder.dir, 'generated/sql', file), 'utf8'))
})
afterAll(async () => {
  await client?.end()
  await native?.stop()
  folder?.remove()
})

const files = (): readonly string[] => sqlInOrder(join(folder.dir, 'generated/sql'))
const fusion = (...argv: string[]): Promise<CliResult> =>
  runCli([...argv, '--project', folder.dir, '--database-url', url], folder.env)
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await fusion(...argv, '--format', 'json')
  return { code, stderr, ...(JSON.parse(stdout) as Record<string, unknown>) }
}
/** Something that is undone again, committed in between: the command has a connection of its own. */
const during = async <T>(change: string, work: () => Promise<T>, undo: string): Promise<T> => {
  await client.query(change)
  try {
    return await work()
  } finally {
    await client.query(undo)
  }
}

describe('a project with two certifications', () => {
  it('has each file once, a baseline for each number of days, and a procedure and roles of each', async () => {
    expect(files()).toEqual([
      '00_audit_framework.sql',
      '01_views.sql',
      '03_baseline_viewdefs.sql',
      '04_baseline_dataset_hashes_7.sql',
      '04_baseline_dataset_hashes_9.sql',
      '05_cert_functions.sql',
      '06_run_certification.sql',
    ])
    const { rows } = await client.query(
      `SELECT entrypoint, runner, contract, max_age::text, options #>> '{drift,policy}' AS drift FROM audit.t0_entrypoint ORDER BY 1`,
    )
    expect(rows).toEqual([
      {
        entrypoint: 'x.offers',
        runner: 'run_t0_cert_offers',
        contract: 'contract_of_run_t0_cert_offers',
        max_age: '1 day',
        drift: 'allow',
      },
      {
        entrypoint: 'x.visits',
        runner: 'certify_visits',
        contract: 'contract_of_certify_visits',
        max_age: '2 days',
        drift: 'fail',
      },
    ])
    const { rows: grants } = await client.query(`
      SELECT r.role, v.view, has_table_privilege(r.role, v.view, 'SELECT') AS reads
      FROM (VALUES ('two_offers'), ('two_visits')) r (role), (VALUES ('x.offers_train'), ('x.visits_train')) v (view) ORDER BY 1, 2`)
    expect(grants.map(({ reads }) => reads)).toEqual([true, false, false, true])
  })

  it('is examined once', async () => {
    const { stdout } = await fusion('doctor')
    expect(stdout.match(/^server /gm)).toHaveLength(1)
    expect(stdout.match(/ can install\./g)).toHaveLength(1)
    expect(await json('doctor')).toMatchObject({
      code: 0,
      outcome: 'well',
      entrypoints: ['x.offers', 'x.visits'],
    })
    expect(await json('doctor', '--entrypoint', 'x.visits')).toMatchObject({ entrypoints: ['x.visits'] })
  })

  it('lacks a source or the roles of either certification', async () => {
    const found = await during(
      'ALTER ROLE two_visits RENAME TO aside; ALTER TABLE up.t RENAME TO t_aside',
      () => fusion('doctor'),
      'ALTER ROLE aside RENAME TO two_visits; ALTER TABLE up.t_aside RENAME TO t',
    )
    expect(found.stdout).toContain('missing: two_visits')
    expect(found.stdout).toMatch(/^sources +problem +up\.t does not exist$/m)
  })

  it('is certified in order, and each by itself', async () => {
    expect(await json('certify')).toMatchObject({
      code: 0,
      format: 1,
      outcome: 'certified',
      certifications: [
        { outcome: 'certified', entrypoint: 'x.offers', diagnostics: [] },
        { outcome: 'certified', entrypoint: 'x.visits', parameters: { drift: { policy: 'fail', rows: 1 } } },
      ],
    })
    const one = await json('certify', '--entrypoint', 'x.visits')
    expect(one).toMatchObject({ code: 0, outcome: 'certified', entrypoint: 'x.visits', format: 1 })
    expect(one).not.toHaveProperty('certifications')
    const { stdout } = await fusion('certify')
    expect(stdout.match(/^x\.\w+$/gm)).toEqual(['x.offers', 'x.visits'])
  })

  it('runs the second when the first fails, and says so', async () => {
    const found = await during(
      'UPDATE up.t SET n = NULL WHERE id = 1',
      () => json('certify'),
      'UPDATE up.t SET n = 1 WHERE id = 1',
    )
    expect(found).toMatchObject({
      code: 1,
      outcome: 'failed',
      certifications: [
        { outcome: 'failed', entrypoint: 'x.offers' },
        { outcome: 'certified', entrypoint: 'x.visits' },
      ],
    })
    expect(await json('status')).toMatchObject({
      code: 1,
      outcome: 'closed',
      certifications: [{ outcome: 'closed' }, { outcome: 'open' }],
    })
    expect(await json('status', '--entrypoint', 'x.visits')).toMatchObject({ code: 0, outcome: 'open' })
    expect(await json('certify')).toMatchObject({ code: 0 })
  })

  it('runs the second when the first cannot be run', async () => {
    const change = `UPDATE audit.t0_entrypoint SET entrypoint = 'x.gone' WHERE entrypoint = 'x.offers'`
    const undo = `UPDATE audit.t0_entrypoint SET entrypoint = 'x.offers' WHERE entrypoint = 'x.gone'`
    expect(await during(change, () => json('certify'), undo)).toMatchObject({
      code: 2,
      outcome: 'not run',
      certifications: [
        {
          outcome: 'not run',
          entrypoint: 'x.offers',
          diagnostics: [{ code: 'FS903', relation: 'x.offers' }],
        },
        { outcome: 'certified', entrypoint: 'x.visits' },
      ],
    })
    const text = await during(change, () => fusion('certify', '--quiet'), undo)
    expect(text).toMatchObject({ code: 2, stderr: expect.stringMatching(/^x\.offers FS903 /) })
    expect(text.stdout).toMatch(/^x\.visits\n/)
  })

  it('is verified, and its baseline captured by the days of each', async () => {
    expect(await json('verify')).toMatchObject({
      code: 0,
      outcome: 'passed',
      certifications: [
        { relation: 'x.offers', invariants: [{ name: 'n_is_known' }] },
        { relation: 'x.visits', invariants: [{ name: 'm_is_known' }] },
      ],
    })
    expect(await json('baseline', 'capture')).toMatchObject({ code: 0, outcome: 'captured' })
    const { rows } = await client.query(`
      SELECT entrypoint, parameters ->> 'days' AS days FROM audit.t0_cert_event WHERE kind = 'dataset' ORDER BY event_id DESC LIMIT 2`)
    expect(rows).toEqual([
      { entrypoint: 'x.visits', days: '9' },
      { entrypoint: 'x.offers', days: '7' },
    ])
    expect(await json('verify', '--entrypoint', 'x.offers')).toMatchObject({ relation: 'x.offers', rows: 2 })
  })

  it('fails by the drift policy of the one that has it', async () => {
    const found = await during(
      'UPDATE up.t SET n = 5, m = 5',
      () => json('certify'),
      'UPDATE up.t SET n = id, m = id',
    )
    expect(found).toMatchObject({
      code: 1,
      certifications: [
        { outcome: 'certified', days: { drifted: 2 } },
        { outcome: 'failed', hints: [{ code: 'C.drift', hint: expect.stringContaining('--replace') }] },
      ],
    })
    expect(await json('certify')).toMatchObject({ code: 0 })
  })

  it('an entrypoint of another project is refused', async () => {
    for (const command of [['certify'], ['status'], ['verify'], ['baseline', 'capture']]) {
      const { code, stderr, stdout } = await fusion(...command, '--entrypoint', 'x.base')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(
        /FS911 .*no entrypoint "x\.base"\n +Use one that it certifies: x\.offers, x\.visits\./,
      )
    }
  })

  it('the generated run leaves the verdict of each, and fails when one does', async () => {
    const sql = readFileSync(join(folder.dir, 'generated/sql/06_run_certification.sql'), 'utf8')
    const statements = sql.split(/(?<=;)\n/)
    const ran = await during(
      'UPDATE up.t SET n = NULL WHERE id = 1',
      async () => {
        const refused: string[] = []
        for (const statement of statements)
          await client.query(statement).catch((error: Error) => refused.push(error.message))
        return refused
      },
      'UPDATE up.t SET n = 1 WHERE id = 1',
    )
    expect(ran).toEqual([expect.stringContaining('x.offers')])
    const { rows } = await client.query(
      `SELECT status FROM audit.t0_cert_registry WHERE entrypoint IN ('x.offers', 'x.visits') ORDER BY entrypoint`,
    )
    expect(rows.map(({ status }) => status)).toEqual(['FAILED', 'CERTIFIED'])
  })

  it('the demo shows both, or the one that is named', async () => {
    const demo = async (...argv: string[]) => {
      const { code, stdout } = await runCli(
        ['demo', '--provider', 'embedded', '--format', 'json', '--project', folder.dir, ...argv],
        folder.env,
      )
      const { certification } = JSON.parse(stdout) as {
        certification: { entrypoint?: string; title: string }[]
      }
      return { code, of: [...new Set(certification.map(({ entrypoint }) => entrypoint))] }
    }
    expect(await demo()).toEqual({ code: 0, of: ['x.offers', 'x.visits'] })
    expect(await demo('--entrypoint', 'x.visits')).toEqual({ code: 0, of: [undefined] })
  })
})

it('a finding in a view that two entrypoints are made of is reported once', async () => {
  const leaky = projectFolder({
    'fusion.config.ts': CONFIG.replace(
      "db.selectFrom('t').select(['t.id', 't.at', 't.n', 't.m']))",
      "db.selectFrom('t').select(['t.id', 't.at', 't.n', 't.m']).where(sql<boolean>`t.at < localtimestamp`))",
    ).replace("from 'fusion-store'", "from 'fusion-store'\nimport { sql } from 'kysely'"),
  })
  const { code, stderr } = await runCli(['build', '--project', leaky.dir, '--quiet'], leaky.env)
  leaky.remove()
  expect({ code, found: stderr.match(/FS2\d\d/g) }).toEqual({ code: 1, found: ['FS211'] })
})
