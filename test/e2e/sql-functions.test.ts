import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, lastVerdict, refusal } from '../support/certified-store.js'
import { sqlInOrder } from '../support/sql-in-order.js'
import { WHOLE_MAJORS } from '../support/majors.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { type CliResult, runCli } from '../support/run-cli.js'

/** A store that calls functions of its own, one that reads a view, and one that the database has. */
const CONFIG = `
import { certification, column, defineProject, guarded, integer, nullable, source, sqlFunction, sqlType, text, timestamptz, view } from 'fusion-store'

const t = source('up.t', 'Rows.', {
  key: ['id'],
  columns: { id: integer('Key.'), at: timestamptz('T0.'), city: nullable(text('City.')) },
})
const trimmed = sqlFunction('ref.trimmed', {
  comment: 'Without blanks.', args: { value: text }, returns: text, volatility: 'immutable',
  body: 'RETURN btrim(value)',
})
const norm = sqlFunction('ref.norm', {
  comment: 'In lower case.', args: { city: text }, returns: text, volatility: 'immutable', uses: [trimmed],
  body: 'RETURN lower(ref.trimmed(city))',
})
const known = view('x.known', 'Cities.', { t }, (db) =>
  db.selectFrom('t').select(['t.id', 't.city']).where('t.city', 'is not', null))
const many = sqlFunction('ref.many', {
  comment: 'How many.', args: { city: text }, returns: sqlType<string>.bind(null, 'int8'), volatility: 'stable', uses: [known],
  body: 'BEGIN ATOMIC SELECT count(*) FROM x.known AS k WHERE k.city = many.city; END',
})
const later = sqlFunction('ref.later', {
  comment: 'A day later.', args: { at: timestamptz }, returns: timestamptz, volatility: 'stable',
  body: "RETURN at + interval '24 hours'",
})
const zone = sqlFunction('up.zone', {
  comment: 'Of the database.', args: { city: sqlType<string>.bind(null, 'varchar'), n: sqlType<number>.bind(null, 'int4') },
  returns: integer, volatility: 'immutable',
  standIn: 'RETURN n',
})
const once = sqlFunction('ref.is_short', {
  comment: 'Only an invariant calls it.', args: { value: text }, returns: sqlType<boolean>.bind(null, 'boolean'),
  volatility: 'immutable', body: 'RETURN length(value) < 100',
})
const entry = view('x.entry', 'Entry.', { t }, (db) =>
  db.selectFrom('t').select(['t.id', 't.at']).select((eb) => [
    norm({ city: eb.ref('t.city') }).as('city'),
    many({ city: eb.ref('t.city') }).as('many'),
    zone({ city: eb.ref('t.city'), n: 3 }).as('zone'),
  ]).where((eb) => eb(later({ at: eb.ref('t.at') }), '>', eb.ref('t.at'))),
).describe({ city: 'C.', many: 'M.', zone: 'Z.' })
const facts = view('x.facts', 'Facts.', { e: entry }, (db) => db.selectFrom('e').select(['e.id', 'e.city', 'e.many', 'e.zone']))
const train = guarded('x.train', 'Guarded.', facts, { entrypoint: entry, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'calls',
  sql: { '01_known.sql': [known], '02_views.sql': [entry, facts, train] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: facts, baselineDays: 7,
    roles: { trainer: 'calls_trainer', certifier: 'calls_certifier' },
    invariants: (eb) => ({ short: column('It is short.', eb.or([eb('city', 'is', null), once({ value: eb.ref('city') })])) }),
  }),
  demo: {
    load: () => [{ relation: 'up.t', columns: ['id', 'at', 'city'], chunks: ['1\\t2024-01-01 10:00Z\\t Ulm \\n'] }],
    queries: [{ title: 'All', sql: 'SELECT * FROM x.entry' }],
  },
})
`
/** What the database has before the store: its table, and the function of which the project has a stand-in. */
const UPSTREAM = `
  CREATE SCHEMA up; CREATE TABLE up.t (id int PRIMARY KEY, at timestamptz NOT NULL, city text);
  INSERT INTO up.t VALUES (1, '2024-01-01 10:00Z', ' Ulm '), (2, '2024-01-02 10:00Z', NULL);
  CREATE FUNCTION up.zone(c varchar, m int) RETURNS int LANGUAGE sql IMMUTABLE RETURN length(c) * m;`

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG })
})
afterAll(() => folder.remove())

const fusion = (...argv: string[]): Promise<CliResult> =>
  runCli([...argv, '--project', folder.dir], folder.env)
/** The project with a piece of it replaced. */
const changed = (from: string, to: string): void => {
  if (!CONFIG.includes(from)) throw new Error(`the config does not say ${from}`)
  folder.write('fusion.config.ts', CONFIG.replace(from, to))
}
const unchanged = (): void => folder.write('fusion.config.ts', CONFIG)
const lineOf = (text: string): number => CONFIG.slice(0, CONFIG.indexOf(text)).split('\n').length

describe('a declared function', () => {
  it('is created before what calls it and after what it reads; a stand-in is not', async () => {
    expect(await fusion('build')).toMatchObject({ code: 0 })
    const sql = (file: string): string => readFileSync(join(folder.dir, 'generated/sql', file), 'utf8')
    const created = [...sql('02_views.sql').matchAll(/^CREATE OR REPLACE (?:FUNCTION|VIEW) ([\w.]+)/gm)]
    expect(created.map(([, name]) => name)).toEqual([
      'ref.trimmed',
      'ref.norm',
      'ref.many',
      'ref.later',
      'x.entry',
      'x.facts',
      'x.train',
      'ref.is_short',
    ])
    expect(sql('01_known.sql')).not.toContain('CREATE OR REPLACE FUNCTION')
    expect(sql('02_views.sql')).toContain('up.zone(t.city, 3::int4) AS zone')
  })

  it('gives rows as Postgres types them, which can be NULL', async () => {
    const rows = readFileSync(join(folder.dir, 'generated/rows.ts'), 'utf8')
    const [, entry = ''] = /interface EntryRow \{([^}]*)\}/.exec(rows) ?? []
    const types = [...entry.matchAll(/readonly (\w+): (.*)/g)].map(([, name, type]) => `${name}: ${type}`)
    expect(types).toEqual([
      'id: number',
      'at: Date',
      'city: string | null',
      'many: string | null',
      'zone: number | null',
    ])
  })

  it('means in both forms the same, and runs in the demo', async () => {
    const meaning = await fusion('check', '--meaning', '--rows', '50', '--format', 'json')
    const { sections } = JSON.parse(meaning.stdout) as {
      sections: { against: string; outcome: string; views: { rows: number }[] }[]
    }
    const found = sections.find(({ against }) => against === 'meaning')
    expect(found?.outcome).toBe('same')
    expect(found?.views.every(({ rows }) => rows > 0)).toBe(true)
    const demo = await fusion('demo', '--provider', 'embedded', '--format', 'json')
    expect(demo.code).toBe(0)
    expect(JSON.parse(demo.stdout)).toMatchObject({ queries: [{ rows: [{ id: 1, city: 'ulm', zone: 3 }] }] })
  })

  it.each([
    ['a clock in a body', "RETURN btrim(value)'", "RETURN btrim(value) || now()::date'", ['FS211', 'FS217']],
    ['a random body', "RETURN btrim(value)'", "RETURN btrim(value) || gen_random_uuid()'", ['FS213']],
    ['days in a body', "interval '24 hours'", "interval '1 day'", ['FS217']],
    [
      'a clock in a view that a body reads',
      ".where('t.city', 'is not', null))",
      ".where(sql`now()`, 'is not', null))",
      ['FS211'],
    ],
  ])('%s is found where it is called, also from a cache', async (_, from, to, codes) => {
    unchanged()
    expect((await fusion('build')).code).toBe(0)
    changed(from, to)
    if (to.includes('sql`')) {
      folder.write('fusion.config.ts', `import { sql } from 'kysely'\n${CONFIG.replace(from, to)}`)
    }
    const { code, stderr } = await fusion('build', '--quiet')
    expect({ code, codes: [...new Set(stderr.match(/FS2\d\d/g))].toSorted() }).toEqual({ code: 1, codes })
    unchanged()
  })

  it('says in which function, at the column that calls it', async () => {
    changed("RETURN btrim(value)'", "RETURN btrim(value) || current_user'")
    const { stderr } = await fusion('build', '--quiet')
    unchanged()
    expect(stderr).toMatch(/ FS215 x\.entry\.city: CURRENT_USER in ref\.trimmed in ref\.norm /)
  })

  it.each([
    ['RETURN lower(ref.trimmed(city))', 'RETURN lower(ref.trimed(city))', 'ref.norm', 'const norm'],
    ['RETURN btrim(value)', 'RETURN btrim(valu)', 'ref.trimmed', 'const trimmed'],
    ['RETURN length(value) < 100', 'RETURN length(value)', 'ref.is_short', 'const once'],
    ["standIn: 'RETURN n'", "standIn: 'RETURN m'", 'up.zone', 'const zone'],
    [', uses: [known]', '', 'ref.many', 'const many'],
  ])(
    'a body that Postgres refuses is one fault, at its declaration: %s',
    async (from, to, name, declared) => {
      changed(from, to)
      const { code, stderr } = await fusion('build', '--quiet')
      unchanged()
      const faults = [...stderr.matchAll(/^fusion\.config\.ts:(\d+) (FS\d+) ([\w.]+):/gm)]
      // What calls a function that is refused is not tried.
      expect({ code, faults: faults.map(([, line, fault, of]) => [Number(line), fault, of]) }).toEqual({
        code: 1,
        faults: [[lineOf(declared), 'FS207', name]],
      })
    },
  )

  it('that is called by raw SQL, past its declaration, is a fault', async () => {
    folder.write(
      'fusion.config.ts',
      `import { sql } from 'kysely'\n${CONFIG.replace("'e.many', 'e.zone'])", "'e.many', 'e.zone']).where(sql<boolean>`ref.trimmed(e.city) is not null`)")}`,
    )
    const { code, stderr } = await fusion('build', '--quiet')
    unchanged()
    expect(code).toBe(1)
    expect(stderr).toMatch(/FS207 x\.facts: x\.facts calls ref\.trimmed in raw SQL/)
  })

  it('is part of what is committed and accepted', async () => {
    unchanged()
    expect((await fusion('build')).code).toBe(0)
    expect((await fusion('baseline', 'accept', '--reason', 'First.')).code).toBe(0)
    expect((await fusion('check')).code).toBe(0)
    changed('RETURN btrim(value)', 'RETURN ltrim(value)')
    const { code, stdout } = await fusion('check', '--format', 'json')
    expect(code).toBe(1)
    const { sections } = JSON.parse(stdout) as {
      sections: {
        against: string
        changes: { kind: string; relation: string }[]
        impact: { hurt: { relation: string }[] }[]
      }[]
    }
    const accepted = sections.find(({ against }) => against === 'baseline')
    expect(accepted?.changes).toMatchObject([{ kind: 'definition', relation: 'function ref.trimmed' }])
    const hurt = accepted?.impact.flatMap((one) => one.hurt.map(({ relation }) => relation))
    expect(hurt).toEqual(expect.arrayContaining(['x.entry', 'x.facts', 'x.train']))
    unchanged()
  })
})

describe.each(WHOLE_MAJORS)('a store with functions, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: Client
  let url: string
  beforeAll(async () => {
    unchanged()
    expect((await fusion('build')).code).toBe(0)
    native = await startNative(major)
    url = await native.freshDatabase('calls')
    client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(UPSTREAM)
    const sql = join(folder.dir, 'generated/sql')
    for (const file of sqlInOrder(sql)) await client.query(readFileSync(join(sql, file), 'utf8'))
  })
  afterAll(async () => {
    await client?.end()
    await native?.stop()
  })

  const inside = async <T>(change: string, work: () => Promise<T>): Promise<T> => {
    await client.query('BEGIN')
    try {
      await client.query(change)
      return await work()
    } finally {
      await client.query('ROLLBACK')
    }
  }
  const codes = async (): Promise<readonly string[]> => {
    await client.query('CALL audit.run_t0_cert_calls(7)')
    return (await lastVerdict(client)).codes
  }
  const GUARD = 'SELECT * FROM x.train'

  it('is certified with them, the one of the database too', async () => {
    const { rows } = await client.query('SELECT id, city, many, zone FROM x.train ORDER BY id')
    expect(rows).toEqual([
      { id: 1, city: 'ulm', many: '1', zone: 15 },
      { id: 2, city: null, many: '0', zone: null },
    ])
    const { rows: objects } = await client.query(
      `SELECT object_fqn FROM audit.t0_viewdef_baseline WHERE relkind = 'F' AND object_fqn NOT LIKE 'audit.%' ORDER BY 1`,
    )
    expect(objects.map(({ object_fqn: name }) => name)).toEqual([
      'ref.later(timestamp with time zone)',
      'ref.many(text)',
      'ref.norm(text)',
      'ref.trimmed(text)',
      'up.zone(character varying,integer)',
    ])
  })

  it.each([
    [
      'an own body',
      `CREATE OR REPLACE FUNCTION ref.trimmed(value text) RETURNS text LANGUAGE sql IMMUTABLE RETURN btrim(value) || now()`,
    ],
    [
      'a body of the database',
      `CREATE OR REPLACE FUNCTION up.zone(c varchar, m int) RETURNS int LANGUAGE sql IMMUTABLE RETURN extract(epoch FROM now())::int`,
    ],
    [
      'a view that a body reads',
      `CREATE OR REPLACE VIEW x.known AS SELECT id, city FROM up.t WHERE now() IS NOT NULL`,
    ],
  ])('closes when %s reads the clock, and gate A2 says so', async (_, change) => {
    await inside(change, async () => {
      await client.query('SAVEPOINT asked')
      expect(await refusal(client, GUARD)).toBe('FSC04')
      await client.query('ROLLBACK TO asked')
      expect(await codes()).toEqual(expect.arrayContaining(['A.changed', 'A2.clock']))
      await client.query(`SELECT audit.capture_viewdef_baseline('x.entry')`)
      expect(await codes()).toEqual(expect.arrayContaining(['A2.clock']))
    })
  })

  /** Changes of the functions that the check of the live database finds, after some statements that are undone. */
  const live = async (change: string, undo: string): Promise<readonly object[]> => {
    await client.query(change)
    try {
      const { stdout } = await fusion('check', '--database-url', url, '--format', 'json')
      const { sections } = JSON.parse(stdout) as {
        sections: { against: string; changes: { relation: string }[]; diagnostics: object[] }[]
      }
      const section = sections.find(({ against }) => against === 'live')
      return [...(section?.diagnostics ?? []), ...(section?.changes ?? [])]
    } finally {
      await client.query(undo)
    }
  }

  it('is the same as what is declared, whatever names the arguments of the database have', async () => {
    expect(await live('SELECT', 'SELECT')).toEqual([])
  })

  it('differs by the result, the volatility or the arguments of a function', async () => {
    const drop = 'DROP VIEW x.train, x.facts, x.entry'
    const views = readFileSync(join(folder.dir, 'generated/sql/02_views.sql'), 'utf8')
    const real = `DROP FUNCTION up.zone; ${UPSTREAM.slice(UPSTREAM.indexOf('CREATE FUNCTION'))} ${views}`
    const other = (text: string) => live(`${drop}; DROP FUNCTION up.zone; ${text}`, real)
    const changes = async (text: string) =>
      (await other(text)).filter((found) => JSON.stringify(found).includes('up.zone'))
    expect(
      await changes(
        `CREATE FUNCTION up.zone(c varchar, m int) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN 1`,
      ),
    ).toMatchObject([
      {
        kind: 'column type',
        relation: 'function up.zone',
        column: 'RETURNS',
        before: 'bigint',
        after: 'integer',
      },
    ])
    expect(
      await changes(`CREATE FUNCTION up.zone(c varchar, m int) RETURNS int LANGUAGE sql VOLATILE RETURN 1`),
    ).toMatchObject([{ kind: 'column type', column: 'VOLATILITY', before: 'volatile', after: 'immutable' }])
    expect(
      await changes(`CREATE FUNCTION up.zone(c varchar) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1`),
    ).toMatchObject([{ kind: 'column added', column: 'n', type: 'integer' }])
    // Another function of the name is not the one that is called.
    const overload = `CREATE FUNCTION up.zone(a int) RETURNS text LANGUAGE sql RETURN 'x'`
    expect(await live(overload, 'DROP FUNCTION up.zone(int)')).toEqual([])
  })
})
