import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

/** A store whose every name has to be quoted, and whose `checked` view is not the one that is certified. */
const CONFIG = `
import { sql } from 'kysely'
import { bigint, certification, column, defineProject, guarded, nullable, source, text, timestamptz, view } from 'fusion-store'

const offers = source('Up.Offers', 'Offers.', {
  key: ['Id'],
  columns: { Id: bigint('Offer.'), 'The Words': nullable(text('Words.')), 'Made at': timestamptz('When it was made.') },
})
const checked = view('Odd Shop.Rows', 'Offers as they are.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.Id', 'o.The Words']),
).columns((eb) => ({ known: column('Whether there are words.', eb('The Words', 'is not', null)) }))
const entry = view('Odd Shop.Entry', 'Offers with their day.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.Id', 'o.Made at', 'o.The Words']),
)
const features = view('Odd Shop.Features', 'What trainers may know.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.Id', 'o.The Words']),
)
const train = guarded('Odd Shop.Train', 'For trainers.', features, { entrypoint: entry, key: ['Id'], maxAge: '1 day' })
const elsewhere = view('Odd Shop.Elsewhere', 'Nobody certifies this.', { o: offers }, (db) =>
  db.selectFrom('o').select('o.Id'),
).columns(() => ({ asked: column('When it was asked.', sql\`now()\`) }))

export default defineProject({
  name: 'odd shop',
  sql: { '01_views.sql': [checked, entry, features, elsewhere], '02_guard.sql': [train] },
  certification: certification({
    entrypoint: entry, t0: 'Made at', key: ['Id'], guarded: train, checked, baselineDays: 10,
    roles: { trainer: 'Odd Trainer', certifier: 'Odd Certifier' },
    invariants: (eb) => ({ rows: column('It is called rows.', eb('Id', '>', '0')) }),
  }),
  demo: {
    load: () => [{ relation: 'Up.Offers', columns: ['Id', 'The Words', 'Made at'],
      chunks: ['1\\tnew\\t2026-01-01 12:00+00\\n2\\t\\\\N\\t2026-01-02 12:00+00\\n3\\tnew\\t2026-01-02 13:00+00\\n'] }],
    queries: [],
  },
})
`

let odd: ProjectFolder
beforeAll(() => {
  odd = projectFolder({ 'fusion.config.ts': CONFIG })
})
afterAll(() => odd?.remove())

const fusion = (...argv: string[]) => runCli([...argv, '--project', odd.dir], odd.env)

describe('a store of any other kind', () => {
  let native: NativeFixture
  let url: string
  beforeAll(async () => {
    native = await startNative(18)
    url = await native.freshDatabase('odd shop')
    const { code, stdout, stderr } = await fusion('demo', '--database-url', url)
    expect(stderr).toContain('Run in PostgreSQL')
    // What the certificate does not cover cannot break it.
    expect(stdout).toContain('CREATE OR REPLACE VIEW "Odd Shop"."Entry" AS')
    expect(stdout).toMatch(/ERROR FSC04: .*\n?.*"Odd Shop"\."Entry"/)
    expect(stdout).toContain('SET ROLE "Odd Trainer";')
    expect(code).toBe(0)
  })
  afterAll(() => native?.stop())

  test('is certified, and says how it stands', async () => {
    const { code, stdout } = await fusion('certify', '--days', '2', '--database-url', url)
    expect(stdout).toMatch(/^"Odd Shop"\."Entry"\n/)
    expect(stdout).toMatch(/^B {5}rows {9}passed .* 3 rows unique, 1 invariant holds$/m)
    expect(stdout).toContain('2 days: 2 unchanged, 0 new, 0 drifted')
    expect(code).toBe(0)
    const status = await fusion('status', '--database-url', url)
    expect(status.stdout).toMatch(/^"Odd Shop"\."Train" +CERTIFIED .* open$/m)
    expect(status.code).toBe(0)
  })

  test('takes as many days for its baseline as it declares', async () => {
    const { code, stdout } = await fusion('baseline', 'capture', '--database-url', url, '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'captured', days: { checked: 2, unchanged: 2 } })
    expect(code).toBe(0)
    const session = await native.connect(url)
    const [event] = await session.query(
      `SELECT parameters FROM audit.t0_cert_event WHERE kind = 'dataset' ORDER BY event_id DESC LIMIT 1`,
    )
    await session.close()
    expect(event).toMatchObject({ parameters: { days: 10 } })
  })

  test('is verified', async () => {
    const { code, stdout } = await fusion('verify', '--database-url', url, '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      relation: '"Odd Shop"."Rows"',
      rows: 3,
      invariants: [{ name: 'rows', broken: 0 }],
      shares: [{ column: 'known', true: 2, false: 1, pct: expect.closeTo(2 / 3) }],
      values: [
        { column: 'Id', type: 'integer', values: [{ value: '1' }, { value: '2' }, { value: '3' }] },
        {
          column: 'The Words',
          type: 'text',
          values: [
            { value: 'new', rows: 2 },
            { value: null, rows: 1 },
          ],
        },
      ],
    })
    expect(code).toBe(0)
  })
})

describe('what depends on when it is asked', () => {
  const withClock = (from: string, to: string): ProjectFolder => {
    if (!CONFIG.includes(from)) throw new Error(`the config does not say ${from}`)
    return projectFolder({ 'fusion.config.ts': CONFIG.replace(from, to) })
  }
  const line = (text: string): number => CONFIG.slice(0, CONFIG.indexOf(text)).split('\n').length

  test('is no fault of a view that nobody certifies', async () => {
    expect(await fusion('build', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  })

  test.each([['build'], ['check'], ['demo']])(
    'is one of a certified view, for %s, at its line',
    async (command) => {
      const leaky = withClock(
        "db.selectFrom('o').select(['o.Id', 'o.Made at', 'o.The Words']),\n)",
        "db.selectFrom('o').select(['o.Id', 'o.Made at', 'o.The Words']),\n).columns(() => ({ age: column('Age.', sql`now()`) }))",
      )
      const { code, stdout, stderr } = await runCli([command, '--project', leaky.dir, '--quiet'], leaky.env)
      leaky.remove()
      expect(stderr).toMatch(
        new RegExp(
          `^fusion\\.config\\.ts:${line("db.selectFrom('o').select(['o.Id', 'o.Made at'") + 1} FS211 Odd Shop\\.Entry\\.age: now\\(\\) `,
        ),
      )
      expect({ code, stdout }).toEqual({ code: command === 'check' ? 2 : 1, stdout: '' })
    },
  )
})
