import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FutureReport } from '../../../src/app/future/future-report.js'
import type { Session } from '../../../src/postgres/session.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { projectFolder, type ProjectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'

const root = join(import.meta.dirname, '../../..')
const golden = join(root, 'test/golden')
const configOf = (name: string): string => readFileSync(join(golden, name, 'fusion.config.ts'), 'utf8')
const certified = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('bad-'))
  .map(({ name }) => name)
  .filter((name) => configOf(name).includes('certification('))

/** The store of the golden project, which sees nothing of the future. */
const STORE = configOf('gate-p')
const BOUND = `.whereRef('b.recorded_at', '<=', 'l.edited_at')`
const POLICIES = /pointInTime: \{[^]*?\n {2}\},/
/** The same without the bound: bids that were recorded later count. */
const LEAK = STORE.replace(BOUND, '')
const policies = (text: string): string => LEAK.replace(POLICIES, text)

/** A store that calls a function of the database whose body is not known. */
const calling = (policy: string): string => `
  import { certification, column, defineProject, guarded, integer, source, sqlFunction, timestamptz, view } from 'fusion-store'
  const listings = source('shop.listings', 'Listings.', { key: ['listing_id'],
    columns: { listing_id: integer('Listing.'), edited_at: timestamptz('Its T0.') } })
  const bids = source('shop.bids', 'Bids.', { key: ['listing_id', 'bid_no'], knownAt: 'recorded_at',
    columns: { listing_id: integer('Listing.'), bid_no: integer('Bid.'), recorded_at: timestamptz('When it was recorded.') } })
  const count = sqlFunction('shop.bid_count', { comment: 'Bids of a listing.', args: { listing: integer }, returns: integer,
    volatility: 'stable', uses: [bids], standIn: 'RETURN (SELECT count(*)::integer FROM shop.bids b WHERE b.listing_id = listing)' })
  const entry = view('ml.v_entry', 'Entrypoint.', { l: listings }, (db) => db.selectFrom('l').select(['l.listing_id', 'l.edited_at'])
    .select((eb) => count({ listing: eb.ref('l.listing_id') }).as('bid_cnt'))).describe({ bid_cnt: 'Bids.' })
  const train = guarded('ml.v_train', 'Guarded.', entry, { entrypoint: entry, key: ['listing_id'], maxAge: '1 day' })
  export default defineProject({ name: 'calling', sql: { '01.sql': [entry, train] }, certification: certification({
    entrypoint: entry, t0: 'edited_at', key: ['listing_id'], guarded: train, checked: entry, moments: { edited_at: 'The T0.' },
    pointInTime: { 'shop.bids': ${policy} }, invariants: (eb) => ({ positive: column('Ids are positive.', eb('listing_id', '>', 0)) }) }) })`

const folders: ProjectFolder[] = []
afterAll(() => folders.forEach((folder) => folder.remove()))
const projectOf = (config: string) => {
  const folder = projectFolder({ 'fusion.config.ts': config })
  folders.push(folder)
  return (...argv: string[]) => runCli([...argv, '--project', folder.dir], folder.env)
}
const reportOf = (stdout: string): FutureReport => JSON.parse(stdout) as FutureReport

/** Stores that count rows of all times, and declare no policies. */
const SEES_FUTURE = ['stored']

describe('every certified golden store', () => {
  const dirs = [...certified.map((name) => join(golden, name)), root]

  it.each(dirs)('%s sees nothing that is recorded after its T0, or nobody has said so', async (dir) => {
    const env = { ...process.env, DATABASE_URL: '', PGHOST: '', PGDATABASE: '' }
    const { code, stdout } = await runCli(['verify', '--future', '--format', 'json', '--project', dir], env)
    const { entrypoints, outcome, diagnostics } = reportOf(stdout)
    if (SEES_FUTURE.includes(basename(dir))) {
      expect(diagnostics).toMatchObject([{ code: 'FS912' }])
      expect(code).toBe(1)
      return
    }
    expect({ outcome, diagnostics }).toEqual({ outcome: 'same', diagnostics: [] })
    expect(entrypoints.length).toBeGreaterThan(0)
    for (const { rows, changes } of entrypoints) {
      expect(rows).toBeGreaterThan(20)
      expect(changes).toBeGreaterThan(50)
    }
    expect(code).toBe(0)
  })
})

describe('a build', () => {
  it('rejects a strict source without a bound, at the layer that reads it, and policies that do not fit', async () => {
    const { code, stderr } = await projectOf(
      policies(`pointInTime: { 'shop.bids': 'strict', 'shop.photo': 'strict' },`),
    )('build')
    const line = (text: string): number => LEAK.split('\n').findIndex((one) => one.includes(text)) + 1
    expect(stderr).toContain(
      `fusion.config.ts:${line('layer(')} FS235 known_bids in ml.v_entry: rows of shop.bids that were recorded after the ` +
        `T0 "edited_at" may decide about a row of ml.v_entry`,
    )
    expect(stderr).toContain('require b.recorded_at <= the T0')
    expect(stderr).toContain('FS236 ml.v_entry: it reads shop.photos, of which nothing says')
    expect(stderr).toContain('FS239 ml.v_entry: pointInTime has a policy for "shop.photo"')
    expect(code).toBe(1)

    const strict = await projectOf(STORE.replace(/\{ lateAllowed: '.*' \}/, `'strict'`))('build')
    expect(strict.stderr).toContain('FS238 ml.v_entry: shop.photos is strict, and nothing says')
    expect(strict.stderr).not.toContain('FS235')
    expect(strict.code).toBe(1)
  })

  it('takes what a function of the database is declared to read for rows of any time', async () => {
    const { code, stderr } = await projectOf(calling(`'strict'`))('build')
    expect(stderr).toContain('FS235 ml.v_entry: rows of shop.bids that were recorded after the T0')
    expect(code).toBe(1)
    const allowed = await projectOf(calling(`{ lateAllowed: 'The function is asked at any time.' }`))('build')
    expect(allowed).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/FS23\d/) })
  })

  it('notes a certification without policies, and lets it be', async () => {
    const { code, stdout, stderr } = await projectOf(policies(''))('build')
    expect(stdout + stderr).toContain(
      'FS237 ml.v_entry: features may see rows that were recorded after the T0',
    )
    expect(code).toBe(0)
  })
})

describe('over generated rows', () => {
  it('shows the smallest change that moves a row, and the columns that move', async () => {
    const run = projectOf(policies(''))
    const { code, stdout } = await run('verify', '--future')
    expect(stdout).toMatch(/^moved {2}ml\.v_entry: \d+ rows at \d T0s?, \d+ changes recorded later$/m)
    expect(stdout).toMatch(/^ {4}(inserted|changed|deleted) in shop\.bids: listing_id = \d+, /m)
    expect(stdout).toMatch(/^ {2}where listing_id = \d+, .*: (bid_cnt|top_bid) is /m)
    expect(stdout).toMatch(/^ml\.v_entry FS912 rows with the T0 2024-.* depend on rows of shop\.bids/m)
    expect(code).toBe(1)
    const { entrypoints } = reportOf((await run('verify', '--future', '--format', 'json')).stdout)
    expect(entrypoints[0]?.movement?.changes).toHaveLength(1)
    expect(entrypoints[0]?.sources).toContainEqual({
      schema: 'shop',
      name: 'photos',
      treatment: 'left alone',
      because: 'nothing says when its rows were recorded',
    })
  })

  it('leaves sources alone as declared, says so when nothing is left, and refuses --shuffle beside it', async () => {
    const late = `pointInTime: {
      'shop.bids': { lateAllowed: 'Bids are recorded later.' },
      'shop.listings': { lateAllowed: 'So are listings.' },
      'shop.photos': { lateAllowed: 'So are photos.' },
      'shop.quotes': { lateAllowed: 'So are quotes.' } },`
    const run = projectOf(policies(late))
    const { code, stdout } = await run('verify', '--future')
    expect(stdout).toContain('shop.bids was left alone: late rows are allowed: Bids are recorded later.')
    expect(stdout).toContain('shop.models was left alone: timeless: A model never changes its maker.')
    expect(stdout).toMatch(
      /^ml\.v_entry FS913 what is recorded later could not be tried: no source is strict/m,
    )
    expect(code).toBe(2)
    expect((await run('verify', '--future', '--shuffle')).stderr).toMatch(/cannot be used with/)
  })
})

const TABLES = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.listings (listing_id int PRIMARY KEY, model text NOT NULL, price int NOT NULL, edited_at timestamptz NOT NULL);
  CREATE TABLE shop.bids (listing_id int, bid_no int, amount int, recorded_at timestamptz, PRIMARY KEY (listing_id, bid_no));
  CREATE TABLE shop.quotes (
    model text, quoted_at timestamptz, dealer int, quote int, recorded_at timestamptz, PRIMARY KEY (model, quoted_at, dealer));
  CREATE TABLE shop.models (model text PRIMARY KEY, maker text NOT NULL);
  CREATE TABLE shop.photos (listing_id int, photo_no int, damage int, PRIMARY KEY (listing_id, photo_no));
  INSERT INTO shop.models SELECT 'm' || i, 'maker' FROM generate_series(1, 5) AS i;
  INSERT INTO shop.listings SELECT i, 'm' || i % 5, i % 90, '2024-01-01 00:00Z'::timestamptz + i * 31 % 300 * interval '1 hour'
    FROM generate_series(1, 300) AS i;
  INSERT INTO shop.quotes SELECT 'm' || i % 5, at, i, i % 50, at + i % 9 * interval '1 hour'
    FROM generate_series(1, 300) AS i, LATERAL (SELECT '2024-01-01 00:00Z'::timestamptz + i * interval '1 hour' AS at) AS a;
  INSERT INTO shop.bids SELECT i % 250, i, i % 70, '2024-01-01 00:00Z'::timestamptz + i * 17 % 400 * interval '1 hour'
    FROM generate_series(1, 900) AS i`
const STATE = `
  SELECT (SELECT md5(string_agg(ROW(ctid, xmin, xmax, b)::text, ',' ORDER BY ctid)) FROM shop.bids AS b) AS bids,
    (SELECT md5(string_agg(ROW(ctid, xmin, xmax, l)::text, ',' ORDER BY ctid)) FROM shop.listings AS l) AS listings,
    (SELECT json_agg(nspname ORDER BY nspname)::text FROM pg_namespace WHERE nspname NOT LIKE 'pg_%') AS schemas,
    (SELECT json_agg(relname ORDER BY relname)::text FROM pg_class WHERE relnamespace = 'shop'::regnamespace) AS relations`

describe('over rows of a database', () => {
  let native: NativeFixture
  let session: Session
  let url: string
  beforeAll(async () => {
    native = await startNative()
    url = await native.freshDatabase('futures')
    session = await native.connect(url)
    await session.exec(TABLES)
  })
  afterAll(() => native.stop())

  it('finds the same in copies, and leaves everything as it was', async () => {
    const before = await session.query(STATE)
    const leak = await projectOf(policies(''))('verify', '--future', '--database-url', url)
    expect(leak.stdout).toContain('at most 2000 rows per source')
    expect(leak.stdout).toMatch(/^ml\.v_entry FS912 .* shop\.bids/m)
    expect(leak.code).toBe(1)
    const innocent = await projectOf(STORE)('verify', '--future', '--database-url', url, '--rows', '200')
    expect(innocent.stdout).toContain('no row moved')
    expect(innocent.code).toBe(0)
    expect(await session.query(STATE)).toEqual(before)
  })
})
