import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, evidenceOf, lastVerdict, refusal } from '../support/certified-store.js'
import { WHOLE_MAJORS } from '../support/majors.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { sqlInOrder } from '../support/sql-in-order.js'

/** A store by listing and T0, whose guard rides on the T0. */
const config = (type: string, declared = "moments: { at: 'Other stores join on it.' }"): string => `
import { certification, column, defineProject, guarded, integer, nullable, source, sqlType, view } from 'fusion-store'
import { sql } from 'kysely'

const t = source('up.t', 'Rows.', {
  key: ['id', 'at'],
  columns: { id: integer('Key.'), at: sqlType<Date>('${type}', 'T0.'), n: nullable(integer('N.')) },
})
const entry = view('x.entry', 'By listing and T0.', { t }, (db) => db.selectFrom('t').select(['t.at', 't.id', 't.n']))
const features = view('x.features', 'Features.', { e: entry }, (db) =>
  db.selectFrom('e').select(['e.at', 'e.id', 'e.n'])
    EXTRA
)
const train = guarded('x.train', 'Guarded.', features, { entrypoint: entry, key: ['at', 'id'], maxAge: '1 day' })

export default defineProject({
  name: 'keyed',
  sql: { '01_views.sql': [entry, features, train] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id', 'at'], guarded: train, checked: entry, baselineDays: 7,
    ${declared},
    invariants: (eb) => ({ known: column('It is known.', eb('n', 'is not', null)) }),
  }),
})
`
const NOTHING = ['EXTRA', ''] as const

describe.each(WHOLE_MAJORS)('a T0 that is part of the key, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  beforeAll(async () => {
    native = await startNative(major)
  })
  afterAll(() => native.stop())

  describe.each(['timestamptz', 'timestamp', 'date'])('as a %s', (type) => {
    const [first, later, next] =
      type === 'date'
        ? ['2024-01-01', '2024-01-02', '2024-01-03']
        : ['2024-01-01 10:00', '2024-01-01 11:00', '2024-01-03 23:59']
    let folder: ProjectFolder
    let client: Client

    beforeAll(async () => {
      folder = projectFolder({ 'fusion.config.ts': config(type).replace(...NOTHING) })
      expect(await runCli(['build', '--project', folder.dir], folder.env)).toMatchObject({ code: 0 })
      client = new pg.Client({ connectionString: await native.freshDatabase(`keyed_${type}`) })
      await client.connect()
      await client.query(`SET TimeZone = 'Asia/Tokyo'; CREATE SCHEMA up; CREATE TABLE up.t (id int, at ${type}, n int);
        INSERT INTO up.t VALUES (1, '${first}Z', 1), (1, '${later}Z', 2), (2, '${first}Z', 3), (1, '${next}Z', 4)`)
      const sql = join(folder.dir, 'generated/sql')
      for (const file of sqlInOrder(sql)) await client.query(readFileSync(join(sql, file), 'utf8'))
    })
    afterAll(async () => {
      await client.end()
      folder.remove()
    })

    /** What a run says after some changes, which are undone. */
    const after = async (changes: string) => {
      await client.query('BEGIN')
      try {
        await client.query(`${changes}; CALL audit.run_t0_cert_keyed(7)`)
        const verdict = await lastVerdict(client)
        const { status, codes } = verdict
        return { status, codes, rows: evidenceOf(verdict, 'B'), data: evidenceOf(verdict, 'C') }
      } finally {
        await client.query('ROLLBACK')
      }
    }

    it('is certified, with its reason, and read by key', async () => {
      expect(await after('SELECT')).toMatchObject({
        status: 'CERTIFIED',
        rows: { rows: 4, duplicates: 0, moments: { at: 'Other stores join on it.' } },
        data: { drifted: 0 },
      })
      const { rows } = await client.query('SELECT n FROM x.train WHERE id = 1 AND at = $1 ORDER BY n', [
        `${later}Z`,
      ])
      expect(rows).toEqual([{ n: 2 }])
      const joined = `SELECT FROM up.t JOIN x.train USING (id, at)`
      expect((await client.query(joined)).rowCount).toBe(4)
    })

    it('a key is repeated by the T0 and the rest alike, and has no NULL', async () => {
      expect(await after(`INSERT INTO up.t VALUES (2, '${later}Z', 1)`)).toMatchObject({ codes: [] })
      expect(await after(`INSERT INTO up.t VALUES (2, '${first}Z', 1)`)).toMatchObject({
        codes: ['B.duplicate_key'],
        rows: { entrypoint_duplicates: 1, duplicates: 1 },
      })
      expect(await after('INSERT INTO up.t VALUES (2, NULL, 1)')).toMatchObject({
        codes: ['B.null_key'],
        rows: { entrypoint_null_keys: 1, null_keys: 1 },
      })
    })

    it('drift is by key: another value is restated, another T0 is another row', async () => {
      expect(await after(`UPDATE up.t SET n = 9 WHERE at = '${later}Z'`)).toMatchObject({
        data: { drifted: 1, drift: [{ added: 0, removed: 0, restated: 1 }] },
      })
      const moved = await after(`UPDATE up.t SET at = at + interval '1 minute' WHERE at = '${later}Z'`)
      const change = type === 'date' ? { drifted: 0 } : { drift: [{ added: 1, removed: 1, restated: 0 }] }
      expect(moved).toMatchObject({ data: change })
      expect(await after(`DELETE FROM up.t WHERE at = '${next}Z'`)).toMatchObject({
        data: { drift: [{ added: 0, removed: 1, restated: 0 }] },
      })
    })

    it('the example of a broken invariant is written the same in every session', async () => {
      const broken = `UPDATE up.t SET n = NULL WHERE at = '${next}Z'`
      const inTokyo = await after(broken)
      expect(inTokyo.codes).toEqual(['B.invariant'])
      expect(JSON.stringify(inTokyo.rows?.['examples'])).toContain(next)
      const elsewhere = await after(
        `SET LOCAL TimeZone = 'America/New_York'; SET LOCAL DateStyle = 'SQL, DMY'; ${broken}`,
      )
      expect(elsewhere.rows?.['examples']).toEqual(inTokyo.rows?.['examples'])
    })

    it('the guard that rides on it refuses a store that is not certified', async () => {
      await client.query('BEGIN')
      await client.query(`CREATE OR REPLACE VIEW x.entry AS SELECT t.at, t.id, t.n + 1 AS n FROM up.t`)
      const read = `SELECT x.n FROM up.t LEFT JOIN x.train x ON x.at = t.at AND x.id = t.id`
      expect(await refusal(client, read)).toBe('FSC04')
      await client.query('ROLLBACK')
      expect(await refusal(client, read)).toBeUndefined()
    })
  })
})

describe('with the T0 in the key and among the moments', () => {
  let folder: ProjectFolder
  beforeAll(() => {
    folder = projectFolder()
  })
  afterAll(() => folder.remove())

  /** Codes and columns of what a build finds with one more column of the features. */
  const found = async (expression: string, declared?: string): Promise<string[]> => {
    const extra = expression === '' ? '' : `.select(sql<unknown>\`${expression}\`.as('extra')),`
    const text = config('timestamp', declared).replace(
      'EXTRA\n)',
      `${extra}\n).describe({ extra: 'E.' } as {})`,
    )
    folder.write('fusion.config.ts', text)
    const { stderr } = await runCli(['build', '--project', folder.dir], folder.env)
    // That the invariant can be broken is a note, and no part of this.
    return [...stderr.matchAll(/ (FS(?!208)\d+) (\S+?):/g)].map(([, code, column]) => `${code} ${column}`)
  }

  it.each([
    'extract(epoch from e.at)::integer',
    "to_char(e.at, 'HH24')",
    "e.at > timestamp '2024-01-01'",
    'CASE WHEN e.at IS NULL THEN e.id END',
  ])('%s is made of the T0 alone all the same', async (expression) => {
    expect(await found(expression)).toEqual(['FS222 x.train.extra'])
  })

  it.each(['e.n', "CASE WHEN e.at > timestamp '2024-01-01' THEN e.n END", 'e.id + 1'])(
    '%s is not',
    async (expression) => {
      expect(await found(expression)).toEqual([])
    },
  )

  it('a second moment needs a reason of its own', async () => {
    expect(await found("e.at + interval '1 hour'")).toEqual(['FS221 x.train.extra'])
    expect(
      await found("e.at + interval '1 hour'", "moments: { at: 'Joined on.', extra: 'Until when.' }"),
    ).toEqual([])
    expect(await found('', 'moments: {}')).toEqual(['FS221 x.train.at'])
  })

  it('the T0 in another type under its own name is no part of the key', async () => {
    const text = config('timestamp')
      .replace('EXTRA\n)', `\n).describe({ at: 'E.' } as {})`)
      .replace(
        "select(['e.at', 'e.id', 'e.n'])",
        "select(['e.id', 'e.n']).select(sql<number>`extract(epoch from e.at)::integer`.as('at'))",
      )
    folder.write('fusion.config.ts', text)
    const { stderr } = await runCli(['build', '--project', folder.dir], folder.env)
    expect(stderr).toMatch(/FS222 x\.train\.at/)
  })
})
