import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonCheck } from '../../../src/app/check/json-check.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { type Built, built, CONFIG, edit, UPSTREAM } from './functions-project.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

/** Changes of the shape of a view that a replacement refuses. */
const RENAMED = [
  ["'t.id as offer_id'", "'t.id as offer'"],
  ['v.offer_id', 'v.offer'],
] as const
const FLOAT = ["sqlType<number>.bind(null, 'float8')", 'RETURN length(value)::float8'] as const

const VARIANTS = {
  old: CONFIG,
  /** Before the functions were. */
  without: edit(
    CONFIG,
    [
      "upper({ id: eb.ref('t.id') }).as('city'), size({ value: eb.ref('t.city') }).as('size'),",
      "eb.ref('t.city').as('town'),",
    ],
    [".describe({ city: 'C.', size: 'S.' })", ".describe({ town: 'T.' })"],
  ),
  renamed: edit(CONFIG, ...RENAMED),
  result: edit(CONFIG, ['returns: integer', `returns: ${FLOAT[0]}`], ['RETURN length(value)', FLOAT[1]]),
  argument: edit(
    CONFIG,
    ['args: { value: text }', 'args: { name: text }'],
    ['RETURN length(value)', 'RETURN length(name)'],
    ["size({ value: eb.ref('t.city') })", "size({ name: eb.ref('t.city') })"],
  ),
  /** Other argument types of a function that reads a view. */
  overload: edit(
    edit(CONFIG, ...RENAMED),
    [
      "'ref.city_of', {\n  comment: 'The city.', args: { id: integer }",
      "'ref.city_of', {\n  comment: 'The city.', args: { id: sqlType<string>.bind(null, 'int8') }",
    ],
    ['ref.city_of(id))', 'ref.city_of(id::int8))'],
  ),
}

let folder: ProjectFolder
const files = new Map<string, Built>()
beforeAll(async () => {
  folder = projectFolder({ 'fusion.config.ts': CONFIG })
  for (const [name, config] of Object.entries(VARIANTS)) files.set(name, await built(folder, config))
})
afterAll(() => folder?.remove())

const of = (variant: keyof typeof VARIANTS): Built => {
  const found = files.get(variant)
  if (!found) throw new Error(`${variant} was not built`)
  return found
}

describe.each(WHOLE_MAJORS)('functions of the store, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: pg.Client
  let url: string
  let said: string[]
  beforeAll(async () => {
    native = await startNative(major)
    const session = await native.server.connect()
    await session.exec('CREATE ROLE fn_owner; CREATE ROLE caller; CREATE ROLE lender')
    await session.close()
  })
  afterAll(() => native?.stop())
  beforeEach(async () => {
    url = await native.freshDatabase('functions')
    client = new pg.Client({ connectionString: url })
    said = []
    client.on('notice', ({ severity, message }) => void said.push(`${severity}: ${message}`))
    await client.connect()
    await client.query(UPSTREAM)
  })
  afterEach(() => client.end())

  const errorOf = async (sql: string): Promise<pg.DatabaseError> => {
    const error: unknown = await client.query(sql).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await client.query('ROLLBACK')
    if (!(error instanceof pg.DatabaseError)) throw new Error(`no error of Postgres: ${String(error)}`)
    return error
  }
  const rows = async (sql = 'SELECT * FROM ml.v_offer ORDER BY id') =>
    (await client.query<Record<string, unknown>>(sql)).rows
  const ROWS = [
    { id: 1, city: 'ULM', size: 3 },
    { id: 2, city: null, size: null },
  ]
  const extras = () =>
    rows(`SELECT p.oid::regprocedure::text AS name, p.proowner::regrole::text AS owner,
      (SELECT json_agg(format('%s %s -> %s %s', a.privilege_type, a.grantor::regrole, a.grantee, a.is_grantable) ORDER BY 1)
       FROM (SELECT * FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) ORDER BY 1, 2, 3) a) AS acl,
      obj_description(p.oid, 'pg_proc') AS comment
      FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('ref', 'Ref')) ORDER BY 1`)
  const dress = () =>
    client.query(`
      GRANT USAGE ON SCHEMA ref TO fn_owner, lender;
      ALTER FUNCTION ref.city_of(int) OWNER TO fn_owner; REVOKE EXECUTE ON FUNCTION ref.city_of(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ref.city_of(int) TO lender WITH GRANT OPTION;
      SET ROLE lender; GRANT EXECUTE ON FUNCTION ref.city_of(int) TO caller; RESET ROLE;
      REVOKE ALL ON FUNCTION "Ref".size(text) FROM PUBLIC; GRANT EXECUTE ON FUNCTION "Ref".size(text) TO caller;
      ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO lender;`)
  const hazards = async (config: string): Promise<readonly string[]> => {
    folder.write('fusion.config.ts', config)
    const { stdout } = await runCli(
      ['check', '--project', folder.dir, '--database-url', url, '--format', 'json'],
      folder.env,
    )
    const { sections }: JsonCheck = JSON.parse(stdout)
    const live = sections.find(({ against }) => against === 'live')
    return (live?.hazards ?? []).map(({ code, relation, message }) => `${code} ${relation}: ${message}`)
  }

  it('new ones are created before the views that call them', async () => {
    await client.query(of('without').install)
    expect((await errorOf(of('old').install)).code).toBe('42P16')
    await client.query(of('old').recreate)
    expect(await rows()).toEqual(ROWS)
    await client.query(of('old').install)
    await client.query(of('old').recreate)
    expect(await rows()).toEqual(ROWS)
  })

  it('one that reads a view is dropped and created anew, with its owner and privileges', async () => {
    await client.query(of('old').install)
    await dress()
    const before = await extras()
    expect((await errorOf(of('renamed').install)).code).toBe('42P16')
    await client.query(of('renamed').recreate)
    expect(await rows()).toEqual(ROWS)
    expect(await extras()).toEqual(before)
    expect(said.filter((line) => line.startsWith('WARNING'))).toEqual([])
    await client.query(of('renamed').install)
    await client.query(of('renamed').recreate)
    expect(await extras()).toEqual(before)
  })

  it.each([
    ['result', 'result type changes from integer to double precision'],
    ['argument', 'argument "value" is renamed to "name"'],
  ] as const)('another %s is foreseen, and carried out', async (variant, message) => {
    await client.query(of('old').install)
    await dress()
    const before = await extras()
    expect(await hazards(VARIANTS.old)).toEqual([])
    expect((await errorOf(of(variant).install)).code).toBe('42P13')
    expect(await hazards(VARIANTS[variant])).toEqual(
      expect.arrayContaining([
        `FS709 function Ref.size: CREATE OR REPLACE FUNCTION will be refused: ${message}`,
      ]),
    )
    await client.query(of(variant).recreate)
    expect(await rows()).toEqual(ROWS)
    expect(await extras()).toEqual(before)
    expect(await hazards(VARIANTS[variant])).toEqual([])
    await client.query(of(variant).install)
  })

  it('an overload that the views called goes, and a stranger of the name stays', async () => {
    await client.query(of('old').install)
    await client.query(`CREATE FUNCTION ref.city_of(text) RETURNS text LANGUAGE sql RETURN 'x'`)
    await client.query(of('overload').recreate)
    expect(await rows()).toEqual(ROWS)
    expect((await extras()).map(({ name }) => name)).toEqual([
      '"Ref".size(text)',
      'ref.city_of(bigint)',
      'ref.city_of(text)',
      'ref.upper_city(integer)',
    ])
    expect(said.filter((line) => line.startsWith('WARNING'))).toEqual([
      expect.stringContaining('function ref.city_of(integer) was dropped'),
    ])
  })

  it('names the objects of others that depend on what is dropped, and on nothing else', async () => {
    await client.query(of('old').install)
    await client.query(`
      CREATE SCHEMA other; CREATE TABLE other.rows (id int, city text DEFAULT ref.city_of(1));
      CREATE VIEW other.v AS SELECT ref.upper_city(1) AS city;
      CREATE INDEX sized ON other.rows ("Ref".size(city));`)
    const before = await extras()
    const refused = await errorOf(of('renamed').recreate)
    expect([refused.code, refused.detail?.split('\n')]).toEqual([
      'FSV01',
      ['default value for column city of table other.rows', 'view other.v'],
    ])
    expect(await extras()).toEqual(before)
    await client.query('DROP VIEW other.v; ALTER TABLE other.rows ALTER COLUMN city DROP DEFAULT')
    await client.query(of('renamed').recreate)
    const { code, detail } = await errorOf(of('result').recreate)
    expect([code, detail]).toEqual(['FSV01', 'index other.sized'])
  })

  it('an aggregate in the place of a function is named', async () => {
    await client.query(`CREATE SCHEMA "Ref"; CREATE FUNCTION "Ref".step(s text, v text) RETURNS text LANGUAGE sql RETURN v;
      CREATE AGGREGATE "Ref".size(text) (sfunc = "Ref".step, stype = text)`)
    const { code, message } = await errorOf(of('old').recreate)
    expect([code, message]).toEqual(['FSV02', expect.stringContaining('"Ref".size(text)')])
  })
})
