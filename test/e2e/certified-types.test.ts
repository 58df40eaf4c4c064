import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

/** A certified store over an enum, a citext and a collation; `ALLOWED` stands for the functions vouched for. */
const CONFIG = `
import {
  bigint, certification, collated, collation, column, countRows, defineProject, enumType, extensionType, guarded, source,
  text, timestamptz, view, aggregate,
} from 'fusion-store'

const state = enumType('up.state', ['new', 'sold'])
const citext = extensionType('ext.citext')
const offers = source('up.offers', 'Offers.', {
  key: ['id'],
  columns: {
    id: bigint('Offer.'), state: state('State.'), email: citext('Seller.'), at: timestamptz('When it was made.'),
    title: collated(text('Title.'), collation('up.any_case', { deterministic: false })),
  },
})
const perSeller = aggregate('per_seller', 'Offers of a seller.', { of: offers, by: ['email'] }, () => ({
  offer_cnt: column('Offers of the seller.', countRows()),
}))
const rows = view('shop.features', 'What trainers may know.', { o: offers, s: perSeller }, (db) =>
  db.selectFrom('o').innerJoin('s', 's.email', 'o.email').select(['o.id', 'o.state', 'o.email', 's.offer_cnt']),
).columns((eb) => ({ is_ours: column('Whether it is ours.', eb('email', '=', 'US@example.org')) }))
const entry = view('shop.entry', 'Offers with their day.', { o: offers, r: rows }, (db) =>
  db.selectFrom('o').innerJoin('r', 'r.id', 'o.id').select(['o.id', 'o.at', 'r.is_ours', 'r.offer_cnt']),
)
const train = guarded('shop.train', 'For trainers.', rows, { entrypoint: entry, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'typed shop',
  sql: { '01_views.sql': [rows, entry], '02_guard.sql': [train] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: rows, baselineDays: 10,
    roles: { trainer: 'typed_trainer', certifier: 'typed_certifier' },
    allowedFunctions: ALLOWED,
    // False for citext as text: the invariants are read with the operators of the views.
    invariants: (eb) => ({ ours: column('One of ours is us.', eb.or([eb('is_ours', '=', false), eb('email', '=', 'us@EXAMPLE.org')])) }),
  }),
  demo: {
    load: () => [{ relation: 'up.offers', columns: ['id', 'state', 'email', 'at', 'title'],
      chunks: ['1\\tnew\\tus@example.org\\t2026-01-01 12:00+00\\tA\\n2\\tsold\\tUS@Example.org\\t2026-01-02 12:00+00\\tb\\n3\\tnew\\tx\\t2026-01-02 13:00+00\\tC\\n'] }],
    queries: [{ title: 'Offers', sql: 'SELECT id, state, is_ours, offer_cnt FROM shop.features ORDER BY id' }],
  },
})
`
/** What the store compares with, what Postgres may take for its negation, and what GROUP BY sorts by. */
const VOUCHED = JSON.stringify(
  ['eq', 'ne', 'lt', 'ge'].map((name) => `ext.citext_${name}(ext.citext,ext.citext)`),
)

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG.replace('ALLOWED', VOUCHED) })
})
afterAll(() => folder?.remove())

const fusion = (...argv: string[]) => runCli([...argv, '--project', folder.dir], folder.env)

test('a comparison that no gate can look into is reported before it is deployed, unless it is vouched for', async () => {
  folder.write('fusion.config.ts', CONFIG.replace('ALLOWED', '[]'))
  const refused = await fusion('build')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(
    /FS223 .*is_ours: ext\.citext_eq\(ext\.citext,ext\.citext\): its body is in c, which cannot be read/,
  )
  folder.write('fusion.config.ts', CONFIG.replace('ALLOWED', VOUCHED))
  expect(await fusion('build')).toMatchObject({ code: 0 })
  const functions = readFileSync(join(folder.dir, 'generated/sql/05_cert_functions.sql'), 'utf8')
  expect(functions).toContain('LANGUAGE sql STABLE SET search_path = pg_catalog, ext, pg_temp')
})

describe.each(['embedded', 'native'] as const)('on the %s Postgres', (kind) => {
  let native: NativeFixture | undefined
  let where: readonly string[] = ['--provider', 'embedded']
  beforeAll(async () => {
    if (kind === 'embedded') return
    native = await startNative(16)
    where = ['--database-url', await native.freshDatabase('typed')]
  })
  afterAll(() => native?.stop())

  test('the demo makes the types, and the store over them is certified', async () => {
    const { code, stdout, stderr } = await fusion('demo', '--format', 'json', ...where)
    expect(stdout + stderr).not.toMatch(/FS\d/)
    const document: { queries: { rows: unknown[] }[]; certification: { outcome: object }[] } =
      JSON.parse(stdout)
    expect(document.queries[0]?.rows).toEqual([
      { id: '1', state: 'new', is_ours: true, offer_cnt: 2 },
      { id: '2', state: 'sold', is_ours: true, offer_cnt: 2 },
      { id: '3', state: 'new', is_ours: false, offer_cnt: 1 },
    ])
    expect(document.certification[0]?.outcome).toMatchObject({ kind: 'certification', status: 'CERTIFIED' })
    expect(code).toBe(0)
  })
})
