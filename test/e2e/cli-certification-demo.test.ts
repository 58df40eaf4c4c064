import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { runCli } from '../support/run-cli.js'
import { env, root } from './cli-certification-support.js'

const demo = (...argv: string[]) => runCli(['demo', '--project', root, '--quiet', ...argv], env)

test('the demo shows on the embedded Postgres what certification and guard do', async () => {
  const { code, stdout } = await demo()
  expect(code).toBe(0)
  const acts = [
    /^Share of listings that each signal scores$/,
    /^The store is certified$/,
    /^ {2}C {5}data {9}passed .* 30 days: 30 unchanged, 0 new, 0 drifted$/,
    /^ {2}CERTIFIED until .* UTC \(24 h\), with 3 aliases\.$/,
    /^A trainer reads it$/,
    /^ {2}SET ROLE fusion_trainer;$/,
    /^ {2}\d{4} rows$/,
    /^A view is changed to read the clock$/,
    /^ {2}CREATE OR REPLACE VIEW ml\.v_damage_fusion_features_v2_scored AS$/,
    /^The guard refuses the trainer immediately$/,
    /^ {2}ERROR FSC04: .* may not be read: definitions changed since/,
    /^Certification fails and reports the reason$/,
    /^ {2}A {5}definitions {2}FAILED {2}A\.changed /,
    /^ {2}A2 {4}determinism {2}FAILED {2}A2\.clock .* now\(\)/,
    /^ {2}FAILED: the guard refuses all reads of it/,
    /^The generated files restore the view$/,
    /^ {2}\\i sql\/01_create_fusion_views_v2\.sql$/,
    /^ {2}CERTIFIED until /,
    /^The trainer reads again$/,
    /^ {2}\d{4} rows$/,
    /^ml\.v_damage_fusion_features_v2_scored_t0_v1_mv$/,
    /^An optional store is installed and certified$/,
    /^ {2}\\i sql\/optional\/01_create_fusion_scored_t0_sla_matview\.sql$/,
    /^ {2}D {5}.*stored relations {2}passed/,
    /^ {2}no_value_outside_sla {2}.*passed/,
    /^ {2}CERTIFIED until /,
    /^ {2}\d{4} rows$/,
  ]
  let rest = stdout.split('\n')
  for (const act of acts) {
    const at = rest.findIndex((line) => act.test(line))
    expect(at, `${act} in\n${rest.join('\n')}`).toBeGreaterThanOrEqual(0)
    rest = rest.slice(at + 1)
  }
})

describe('on a server', () => {
  let native: NativeFixture
  beforeAll(async () => {
    native = await startNative(18)
  })
  afterAll(() => native?.stop())

  test('the demo has the same in JSON, and is not run twice', async () => {
    const url = await native.freshDatabase('demo')
    const { code, stdout } = await demo('--format', 'json', '--database-url', url)
    const document: { certification: { outcome: { rows?: number } }[] } = JSON.parse(stdout)
    const certified = { kind: 'certification', status: 'CERTIFIED' }
    expect(document).toMatchObject({
      format: 1,
      queries: [{}, {}, { rows: [] }, {}],
      certification: [
        { outcome: certified },
        { outcome: { kind: 'rows' } },
        { outcome: { kind: 'done' } },
        { outcome: { kind: 'refused', sqlstate: 'FSC04' } },
        {
          outcome: {
            kind: 'certification',
            status: 'FAILED',
            gates: [
              { codes: ['A.changed'] },
              { codes: ['A2.clock'] },
              { passed: true },
              { passed: true },
              { passed: true },
            ],
          },
        },
        { outcome: certified },
        { outcome: { kind: 'rows' } },
        { entrypoint: 'ml.v_damage_fusion_features_v2_scored_t0_v1_mv', outcome: certified },
        { outcome: { kind: 'rows' } },
      ],
    })
    expect(document.certification[1]?.outcome.rows).toBeGreaterThan(3000)
    expect(document.certification[6]?.outcome.rows).toBe(document.certification[1]?.outcome.rows)
    expect(code).toBe(0)

    const again = await demo('--database-url', url)
    expect(again).toMatchObject({ code: 2, stdout: '' })
    expect(again.stderr).toContain('iPhone.iphone_listings FS803')
    expect(again.stderr).toContain('FS803 the database already has an audit schema')
  })

  test('the market store is certified strictly in its demo, with its stored relations', async () => {
    const url = await native.freshDatabase('market')
    const argv = ['demo', '--project', join(root, 'examples/market'), '--quiet', '--database-url', url]
    const { code, stdout } = await runCli(argv, env)
    expect(stdout).toMatch(/^ {2}P {5}as of T0 +passed .*known by T0: /m)
    expect(stdout).toMatch(/^ {2}D {5}stored relations +passed /m)
    expect(stdout).not.toContain('late rows allowed')
    expect(stdout.match(/^ {2}CERTIFIED until /gm)).toHaveLength(2)
    expect(code).toBe(0)
  })

  test('an audit schema of somebody else is left alone', async () => {
    const url = await native.freshDatabase('audited')
    const session = await native.connect(url)
    await session.exec('CREATE SCHEMA audit')
    expect(await demo('--database-url', url)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^FS803 the database already has an audit schema/),
    })
    expect(await session.query(`SELECT FROM pg_namespace WHERE nspname IN ('ml', 'iPhone')`)).toEqual([])
    await session.close()
  })

  test('somebody who may not make what it takes is told so', async () => {
    const url = new URL(await native.freshDatabase('closed'))
    const session = await native.connect(url.href)
    await session.exec(`CREATE ROLE guest LOGIN PASSWORD 'guest'`)
    await session.close()
    ;[url.username, url.password] = ['guest', 'guest']
    const { code, stderr } = await demo('--database-url', url.href)
    expect(stderr).toMatch(
      /^FS904 .*permission denied for database closed\n {2}Connect as a role that may create/,
    )
    expect(code).toBe(2)
  })
})
