import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonCheck } from '../../src/app/check/json-check.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { sqlInOrder } from '../support/sql-in-order.js'
import { WHOLE_MAJORS, testWhole } from '../support/majors.js'

/** The types of the golden project as a database really has them, in other words than the declarations. */
const TYPES = `
  CREATE SCHEMA shop; CREATE SCHEMA ext; CREATE SCHEMA "Odd ""Schema""";
  CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION ltree SCHEMA ext;
  CREATE TYPE shop.color AS ENUM ('red', 'Émeraude');
  ALTER TYPE shop.color ADD VALUE 'green' BEFORE 'Émeraude';
  CREATE TYPE shop.grade AS ENUM ('low', 'high');
  CREATE TYPE "Odd ""Schema"""."mood of $1" AS ENUM (
    '', 'it''s', 'say "so"', 'a\\b', E'line\\nend', '😀', 'JsonValue', '${'x'.repeat(63)}');
  CREATE DOMAIN shop.percent AS int4 CONSTRAINT sane CHECK (VALUE >= 0 AND VALUE <= 100);
  CREATE DOMAIN shop.firm_color AS shop.color NOT NULL CHECK (VALUE <> 'red');
  CREATE DOMAIN shop.firmer_color AS shop.firm_color;
  CREATE DOMAIN shop.tags AS int[];
  CREATE TYPE shop.money AS (amount decimal, currency shop.firm_color, "Odd field" "Odd ""Schema"""."mood of $1");
  CREATE TYPE shop.span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
  CREATE COLLATION shop."any case" (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
  CREATE TYPE ext.geometry;
  CREATE FUNCTION ext.geometry_in(cstring) RETURNS ext.geometry LANGUAGE internal IMMUTABLE STRICT AS 'textin';
  CREATE FUNCTION ext.geometry_out(ext.geometry) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
  CREATE TYPE ext.geometry (INPUT = ext.geometry_in, OUTPUT = ext.geometry_out, LIKE = text);`
const TABLE = `
  CREATE TABLE shop.items (
    id integer PRIMARY KEY, color shop.color NOT NULL, other_color shop.color, colors shop.color[] NOT NULL,
    mood "Odd ""Schema"""."mood of $1", rebate shop.percent NOT NULL, rebates shop.percent[], firm shop.firm_color NOT NULL,
    firmer shop.firmer_color, tags shop.tags NOT NULL, price shop.money, sizes shop.span NOT NULL,
    email ext.citext NOT NULL, path ext.ltree, place ext.geometry, title text COLLATE "de-x-icu" NOT NULL,
    brand text COLLATE shop."any case");`
const ROWS = `
  INSERT INTO shop.items VALUES
    (1, 'red', 'Émeraude', '{red,NULL}', '😀', 10, '{1}', 'Émeraude', 'green', '{1,NULL}', '(1.5,green,it''s)', '[0,2)',
     'us@EXAMPLE.org', 'a.b', 'POINT', 'Ärger', 'Acme'),
    (2, 'Émeraude', NULL, '{}', NULL, 60, NULL, 'green', 'green', '{}', NULL, 'empty', 'them@example.org', NULL, NULL,
     'Zorn', NULL);`

let project: ProjectFolder
let ddl: readonly string[]

beforeAll(async () => {
  project = projectFolder({}, 'types')
  await runCli(['build', '--project', project.dir], project.env)
  const dir = join(project.dir, 'generated/sql')
  ddl = sqlInOrder(dir).map((file) => readFileSync(join(dir, file), 'utf8'))
})
afterAll(() => project?.remove())

describe.each(WHOLE_MAJORS)('types on PostgreSQL %i', (major) => {
  let native: NativeFixture
  let number = 0
  beforeAll(async () => {
    native = await startNative(major)
  })
  afterAll(() => native?.stop())

  /** Checks a database that holds the store, over types that are not quite those that it declares. */
  async function checked(types: string, table = TABLE, then = '') {
    const url = await native.freshDatabase(`types ${number++}`)
    const session = await native.connect(url)
    for (const sql of [types, table, ...ddl, then]) await session.exec(sql)
    await session.close()
    const argv = ['check', '--project', project.dir, '--database-url', url, '--format', 'json']
    const { code, stdout } = await runCli(argv, project.env)
    const { sections }: JsonCheck = JSON.parse(stdout)
    const live = sections.find(({ against }) => against === 'live')
    if (!live) throw new Error('the live database was not checked')
    const changes = live.changes.map(
      (change) => `${change.relation}: ${change.kind}${'column' in change ? ` ${change.column}` : ''}`,
    )
    return { code, live, changes }
  }

  test('the generated DDL runs there, and gives what the types mean there', async () => {
    const session = await native.connect(await native.freshDatabase('rows'))
    for (const sql of [TYPES, TABLE, ROWS, ...ddl, ...ddl]) await session.exec(sql)
    const rows = await session.query(`
      SELECT id, is_red, is_bright, has_main, late_color, as_color, grade, amount, price_mood, is_ours, is_small,
        is_famous, colors, tags, rebate, price
      FROM shop.v_offers ORDER BY id`)
    expect(rows).toEqual([
      {
        id: 1,
        is_red: true,
        is_bright: true,
        has_main: true,
        late_color: null,
        as_color: 'red',
        grade: 'low',
        amount: '1.5',
        price_mood: "it's",
        // citext and a non-deterministic collation compare without case.
        is_ours: true,
        is_small: true,
        is_famous: true,
        // What pg has not heard of is text; a domain is what is below it.
        colors: '{red,NULL}',
        tags: [1, null],
        rebate: 10,
        price: `(1.5,green,it's)`,
      },
      expect.objectContaining({
        id: 2,
        late_color: 'Émeraude',
        grade: 'high',
        is_ours: false,
        amount: null,
      }),
    ])
    const counts = await session.query('SELECT id, ours_cnt FROM shop.v_by_color ORDER BY id')
    expect(counts).toEqual([
      { id: 1, ours_cnt: 1 },
      { id: 2, ours_cnt: 0 },
    ])
    await session.close()
  })

  test('what was just deployed does not differ, however it was written', async () => {
    const { live, changes } = await checked(TYPES)
    expect(live.diagnostics).toEqual([])
    expect(changes).toEqual([])
    expect(live.outcome).toBe('same')
  })

  const whole = testWhole(major)
  whole('a label that was added at the end is a difference, and hurts the columns that hold it', async () => {
    const { code, live, changes } = await checked(`${TYPES} ALTER TYPE shop.color ADD VALUE 'blue';`)
    expect(code).toBe(1)
    expect(changes).toEqual(['shop.color: definition'])
    expect(live.changes[0]?.diff).toMatch(/^-.*'Émeraude', 'blue'.*\n\+.*'Émeraude'\)/m)
    const [impact] = live.impact
    const items = impact?.hurt.find(({ relation }) => relation === 'shop.items')
    expect(items?.columns).toEqual(['color', 'other_color', 'colors', 'firm', 'firmer', 'price'])
    const byColor = impact?.hurt.find(({ relation }) => relation === 'shop.v_by_color')
    expect(byColor?.columns).toEqual(expect.arrayContaining(['color', 'last_color']))
    const offers = impact?.hurt.find(({ relation }) => relation === 'shop.v_offers')
    expect(offers?.columns).not.toContain('title')
  })

  whole.each([
    ['a label under another name', `ALTER TYPE shop.grade RENAME VALUE 'low' TO 'lower'`, 'shop.grade'],
    ['another condition', 'ALTER DOMAIN shop.percent DROP CONSTRAINT sane', 'shop.percent'],
    ['a domain that takes NULL', 'ALTER DOMAIN shop.firm_color DROP NOT NULL', 'shop.firm_color'],
    ['another field', 'ALTER TYPE shop.money ADD ATTRIBUTE more integer', 'shop.money'],
  ])('%s is a difference', async (_, statement, relation) => {
    // After the views: they hold the labels by number.
    const { code, changes } = await checked(TYPES, TABLE, statement)
    expect(code).toBe(1)
    expect(changes).toContain(`${relation}: definition`)
  })

  whole('other collations than declared are differences', async () => {
    const { changes } = await checked(
      TYPES.replace('DETERMINISTIC = false', 'DETERMINISTIC = true'),
      TABLE.replace(' COLLATE "de-x-icu"', ''),
    )
    expect(changes).toEqual(['collation shop.any case: definition', 'shop.items: column type title'])
  })

  whole('types that only live definitions mention are replayed too', async () => {
    const { code, live, changes } = await checked(
      TYPES,
      TABLE,
      `
      CREATE TYPE shop.size AS ENUM ('small', 'large');
      CREATE DOMAIN shop.sizes AS shop.size[];
      ALTER TABLE shop.items ADD COLUMN size shop.sizes, ADD COLUMN unused ext.geometry[];
      CREATE COLLATION shop.mine (PROVIDER = icu, LOCALE = 'sv');
      CREATE OR REPLACE VIEW shop.v_by_color AS SELECT id, color, 1 AS item_cnt,
        CASE WHEN size[1] = 'large' AND title > 'a' COLLATE shop.mine THEN 2 END AS ours_cnt, other_color AS last_color
      FROM shop.items`,
    )
    expect(live.diagnostics).toEqual([])
    expect(changes).toEqual(['shop.v_by_color: definition'])
    expect(code).toBe(1)
  })
})
