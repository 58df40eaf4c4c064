import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { certificationArtifacts } from '../../../src/certify/install/index.js'
import { emitDdl } from '../../../src/emit/emit-ddl.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import { quoteIdentifier, quoteRelation } from '../../../src/model/quote-identifier.js'
import { refusal } from '../../support/certified-store.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { column, models, relation } from '../../emit/model.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

/** What some locale, or some part of SQL, takes for a blank or for more than a letter. */
const ODD = ['\u3000', '\u2028', '\u2029', '\u00a0', '\u0085', '\ufeff', '\r', '\n', '\t', '\v', '\f']
const MARKS = ['"', "'", '.', '\\', '🦊', ' ', '{', '}', '(', ')', '<', '>', ':', '$$', 'İ', 'ı', '%', '0']
const COLUMNS = [...ODD, ...MARKS].map((odd) => `${odd}a${odd}${odd}z${odd}`)
const named = (name: string): string => `${ODD.join('')}${name}`
const q = quoteIdentifier

const SCHEMA = named('s')
const [T0, KEY] = [named('t0"'), named("k'")]
const table = `${q('up')}.${q(named('t\\.'))}`
const qualified = (name: string) => ({ schema: SCHEMA, name: named(name) })
const [facts, entry, read] = [qualified('v'), qualified('e.🦊'), qualified('g"')]
const list = [KEY, ...COLUMNS].map(q).join(', ')

const columns = [column(KEY, 'int4', 'Key'), ...COLUMNS.map((name) => column(name, 'int4', name))]
const view = (of: typeof facts, select: string, more: readonly ReturnType<typeof column>[] = []) => ({
  relation: { ...relation(`x.${of.name}`, [...more, ...columns]), ...of },
  select,
  file: '01_views.sql',
})
const { project } = models(
  'names',
  [],
  [
    view(facts, `SELECT ${list} FROM ${table}`),
    view(
      entry,
      `SELECT t.${q(T0)}, v.* FROM ${table} AS t JOIN ${quoteRelation(facts)} AS v USING (${q(KEY)})`,
      [column(T0, 'timestamptz', 'T0')],
    ),
    view(
      read,
      `SELECT ${list} FROM ${quoteRelation(facts)} WHERE (SELECT audit.require_certified_strict('${quoteRelation(entry).replaceAll("'", "''")}', NULL))`,
    ),
  ],
)
const artifacts = [
  ...emitDdl({ ...project, files: ['01_views.sql'] }),
  ...certificationArtifacts(
    {
      ...project,
      certifications: [
        {
          entrypoint: entry,
          t0: T0,
          key: [KEY],
          aliases: [read, facts],
          guarded: read,
          checked: facts,
          contract: `SELECT ${q(KEY)}, ${q(COLUMNS[7] ?? '')} > 0 AS ${q(named('rule'))} FROM ${quoteRelation(facts)}`,
          invariants: [{ name: named('rule'), comment: 'It is.' }],
          maxAge: '24 hours',
          baselineDays: 7,
          procedure: named('run'),
          roles: { trainer: named('trainer'), certifier: named('certifier') },
          allowedFunctions: [],
          t0Features: { [COLUMNS[0] ?? '']: named('reason') },
          moments: {},
          drift: { policy: 'allow' },
          ordered: [],
          place: {},
        },
      ],
    },
    readAuditPart,
  ),
]
  .filter(({ path }) => !path.includes('optional'))
  .toSorted((a, b) => (a.path < b.path ? -1 : 1))

const LOCALES: readonly (readonly [name: string, since: number, options: string])[] = [
  ['C', 14, `LOCALE 'C'`],
  ['C.UTF-8', 14, `LOCALE 'C.UTF-8'`],
  ['ICU, Turkish', 15, `LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'`],
  ['ICU, Japanese', 15, `LOCALE_PROVIDER icu ICU_LOCALE 'ja' LOCALE 'C.UTF-8'`],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let native: NativeFixture
  beforeAll(async () => {
    native = await startNative(major)
  })
  afterAll(() => native.stop())

  it.each(
    LOCALES.filter(
      ([, since, options]) => since <= major && (process.platform === 'linux' || !/UTF-8/.test(options)),
    ),
  )('names may be anything in a database of locale %s', async (_name, _since, options) => {
    const admin = await native.server.connect()
    await admin.query('DROP DATABASE IF EXISTS names')
    await admin.query(`CREATE DATABASE names TEMPLATE template0 ENCODING 'UTF8' ${options}`)
    await admin.close()
    const url = new URL(native.server.url)
    url.pathname = '/names'
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    try {
      await client.query(`CREATE SCHEMA up;
          CREATE TABLE ${table} (${q(T0)} timestamptz, ${q(KEY)} int PRIMARY KEY, ${COLUMNS.map((name) => `${q(name)} int`).join(', ')});
          INSERT INTO ${table} SELECT timestamptz '2024-01-01' + g * interval '1 day', ${COLUMNS.map(
            () => 'g',
          )
            .concat('g')
            .join(', ')} FROM generate_series(1, 3) g`)
      for (let run = 0; run < 2; run++) for (const { text } of artifacts) await client.query(text)
      const { rows } = await client.query('SELECT entrypoint, status, notes FROM audit.t0_cert_registry')
      expect(rows.map(({ entrypoint, status }) => `${status} ${entrypoint}`).toSorted()).toEqual(
        [entry, read, facts].map((of) => `CERTIFIED ${quoteRelation(of)}`).toSorted(),
      )
      const { rows: got } = await client.query(`SELECT * FROM ${quoteRelation(read)}`)
      expect(Object.keys(got[0])).toEqual([KEY, ...COLUMNS])
      expect(got).toHaveLength(3)

      // One that is read counts, whatever it is called; and is what the refusal names.
      await client.query(`ALTER TABLE ${table} RENAME COLUMN ${q(COLUMNS[0] ?? '')} TO other`)
      expect(await refusal(client, `SELECT 1 FROM ${quoteRelation(read)}`)).toBe('FSC04')
      await client.query(`CALL audit.${q(named('run'))}()`)
      expect((await client.query('SELECT DISTINCT status FROM audit.t0_cert_registry')).rows).toEqual([
        { status: 'FAILED' },
      ])
    } finally {
      await client.end()
    }
  })
})
