import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonCheck } from '../../src/app/check/json-check.js'
import type { Session } from '../../src/postgres/session.js'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { sqlInOrder } from '../support/sql-in-order.js'
import { OLDEST_AND_NEWEST, testWhole } from '../support/majors.js'

/** The upstream tables as a real database may have them: in another order, with more columns, of types of its own. */
const UPSTREAM = `
  CREATE SCHEMA crm; CREATE SCHEMA sales; CREATE SCHEMA mood;
  CREATE TYPE mood.mood AS ENUM ('good', 'bad');
  CREATE TABLE crm.customers (
    mood mood.mood, more text, country text, "Born On" date, tags text[], customer_id bigint PRIMARY KEY);
  CREATE TABLE sales.orders (
    order_id bigint PRIMARY KEY, customer_id bigint, placed_at timestamptz NOT NULL, total numeric NOT NULL,
    state text NOT NULL, rating integer, fresh integer NOT NULL DEFAULT 0);`

let shop: ProjectFolder
let ddl: readonly string[]

beforeAll(async () => {
  shop = projectFolder({}, 'shop')
  await runCli(['build', '--project', shop.dir], shop.env)
  await runCli(['baseline', 'accept', '-r', 'first', '--project', shop.dir], shop.env)
  const dir = join(shop.dir, 'generated/sql')
  ddl = sqlInOrder(dir).map((file) => readFileSync(join(dir, file), 'utf8'))
})
afterAll(() => shop?.remove())

// The oldest major deparses and stores definitions differently from the newest, which is also the embedded one.
describe.each(OLDEST_AND_NEWEST)('against PostgreSQL %i', (major) => {
  let native: NativeFixture
  let number = 0
  beforeAll(async () => {
    native = await startNative(major)
  })
  afterAll(() => native?.stop())

  /** Checks a database that holds the store, after something was done to it. */
  async function checked(
    statements: string,
    upstream = UPSTREAM,
  ): Promise<{ code: number; live: JsonCheck['sections'][number]; url: string }> {
    const url = await native.freshDatabase(`shop ${number++}`)
    const session: Session = await native.connect(url)
    await session.exec(upstream)
    for (const sql of ddl) await session.exec(sql)
    await session.exec(statements)
    await session.close()
    const argv = ['check', '--project', shop.dir, '--database-url', url, '--format', 'json']
    const { code, stdout } = await runCli(argv, shop.env)
    const { sections }: JsonCheck = JSON.parse(stdout)
    const live = sections.find(({ against }) => against === 'live')
    if (!live) throw new Error('the live database was not checked')
    return { code, live, url }
  }
  const kinds = ({ changes }: JsonCheck['sections'][number]) =>
    changes.map(
      (change) => `${change.relation}: ${change.kind}${'column' in change ? ` ${change.column}` : ''}`,
    )

  test('what was just deployed does not differ', async () => {
    const { code, live } = await checked('')
    expect(live).toMatchObject({ outcome: 'same', changes: [], diagnostics: [] })
    expect(live.where).toContain(`PostgreSQL ${major}.`)
    expect(live.where).not.toContain('password')
    expect(code).toBe(0)
  })

  const whole = testWhole(major)
  whole('views and foreign tables may stand in for upstream tables', async () => {
    const views = `${UPSTREAM}
      ALTER TABLE crm.customers RENAME TO customers_stored;
      CREATE VIEW crm.customers AS SELECT * FROM crm.customers_stored;
      ALTER TABLE sales.orders RENAME TO orders_stored;
      CREATE MATERIALIZED VIEW sales.orders AS SELECT * FROM sales.orders_stored;`
    expect(await checked('', views)).toMatchObject({ code: 0, live: { outcome: 'same' } })
  })

  whole('a view that somebody has replaced by hand is shown, with what it affects downstream', async () => {
    const { code, live } = await checked(`
      DO $$ BEGIN EXECUTE replace(
        'CREATE OR REPLACE VIEW shop.v_customer_orders AS ' || pg_get_viewdef('shop.v_customer_orders'::regclass),
        'canceled', 'open'); END $$;
      COMMENT ON COLUMN shop.v_highlights.why IS 'Because.'`)
    expect(code).toBe(1)
    expect(kinds(live)).toEqual([
      'shop.v_customer_orders: definition',
      'shop.v_highlights: column comment why',
    ])
    expect(live.changes[0]?.diff).toMatch(/^-.*'open'.*\n\+.*'canceled'/m)
    expect(live.impact).toMatchObject([
      { relation: 'shop.v_customer_orders', rows: false, columns: expect.arrayContaining(['order_cnt']) },
    ])
    expect(live.impact[0]?.hurt.map(({ relation }) => relation)).toEqual(['shop.v_highlights'])
  })

  whole('options, rules and triggers that a view has beside its query', async () => {
    const { code, live } = await checked(`
      ALTER VIEW shop.v_countries SET (security_barrier${major >= 15 ? ', security_invoker = on' : ''});
      ALTER VIEW shop.v_highlights SET (security_barrier = off);
      CREATE RULE "no deletes" AS ON DELETE TO shop.v_highlights DO INSTEAD NOTHING;
      CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER refuses INSTEAD OF INSERT ON shop.v_highlights FOR EACH ROW EXECUTE FUNCTION shop.refuse()`)
    expect(code).toBe(1)
    const option = (name: string, before: string) => ({
      kind: 'view option',
      relation: 'shop.v_countries',
      name,
      before,
      after: null,
    })
    expect(live.changes).toEqual([
      option('security_barrier', 'true'),
      ...(major >= 15 ? [option('security_invoker', 'on')] : []),
      {
        kind: 'view rule',
        relation: 'shop.v_highlights',
        name: 'no deletes',
        before: expect.stringMatching(/^CREATE RULE "no deletes" AS\s+ON DELETE TO shop.v_highlights/),
        after: null,
      },
      {
        kind: 'view trigger',
        relation: 'shop.v_highlights',
        name: 'refuses',
        before: expect.stringContaining('INSTEAD OF INSERT ON shop.v_highlights'),
        after: null,
      },
    ])
    // Only whose privileges and row security count decides what a reader gets.
    expect(live.impact.map(({ relation }) => relation)).toEqual(major >= 15 ? ['shop.v_countries'] : [])
  })

  whole('views that are gone, or are something else', async () => {
    const { code, live } = await checked(`
      DROP VIEW shop.v_highlights;
      CREATE TABLE shop.kept AS SELECT * FROM shop.v_countries;
      DROP VIEW shop.v_countries;
      ALTER TABLE shop.kept RENAME TO v_countries`)
    expect(code).toBe(1)
    expect(kinds(live)).toEqual(
      expect.arrayContaining(['shop.v_countries: relation kind', 'shop.v_highlights: relation added']),
    )
    expect(
      live.hazards.map(({ code: hazard, relation, message }) => `${hazard} ${relation}: ${message}`),
    ).toEqual([
      'FS709 shop.v_countries: CREATE OR REPLACE VIEW will be refused: the database has a table with that name',
    ])
  })

  whole.each([
    ['a column more at the end of the project', 'customer_id, score', []],
    [
      'a renamed column',
      'customer_id, score AS points, why',
      ['column "points" is renamed to "score", or removed'],
    ],
    ['another type', 'customer_id, score::numeric(9,2) AS score, why', ['changes from numeric(9,2) to']],
    [
      'the same type and another length',
      'customer_id, score, why::varchar(20) AS why',
      ['character varying(20)'],
    ],
    ['an order', 'score, customer_id, why', ['column "score" is moved']],
    ['a column that the project has not', 'customer_id, score, why, 1 AS more', ['column "more" is removed']],
    ['a column before others', '1 AS more, customer_id, score, why', ['column "more" is removed']],
    ['a new column in the middle', 'customer_id, why', ['column "score" is new and not at the end']],
    ['columns that are the same', 'customer_id, score, why', []],
  ])('says whether a view can be replaced: %s', async (_, columns, reasons) => {
    const { live, url } = await checked(`
      DO $$ DECLARE query text := rtrim(pg_get_viewdef('shop.v_highlights'::regclass), ';'); BEGIN
        DROP VIEW shop.v_highlights;
        EXECUTE 'CREATE VIEW shop.v_highlights AS SELECT ${columns} FROM (' || query || ') q';
      END $$`)
    const session = await native.connect(url)
    const replaced = await Promise.allSettled([
      (async () => {
        for (const sql of ddl) await session.exec(sql)
      })(),
    ])
    await session.close()
    // Postgres itself decides whether the check was right.
    expect(live.hazards.length > 0).toBe(replaced[0]?.status === 'rejected')
    expect(live.hazards.map(({ code, relation }) => `${code} ${relation}`)).toEqual(
      reasons.length > 0 ? ['FS709 shop.v_highlights'] : [],
    )
    for (const reason of reasons) expect(live.hazards[0]?.message).toContain(reason)
    expect(live.outcome).not.toBe('not checked')
  })

  whole('an upstream contract that is broken hurts all that rely on it', async () => {
    const broken = UPSTREAM.replace('rating integer', 'rating smallint').replace(
      'state text NOT NULL',
      'state text',
    )
    const { code, live } = await checked('', broken)
    expect(code).toBe(1)
    expect(kinds(live)).toEqual(
      expect.arrayContaining(['sales.orders: column type rating', 'sales.orders: column nullability state']),
    )
    const rating = live.impact.find(({ relation }) => relation === 'sales.orders')
    expect(rating?.hurt.find(({ relation }) => relation === 'shop.v_customer_orders')?.columns).toEqual(
      expect.arrayContaining(['best_rating', 'mean_rating']),
    )
  })

  whole('upstream relations and columns that are not there', async () => {
    const url = await native.freshDatabase('empty')
    const session = await native.connect(url)
    await session.exec(
      `CREATE SCHEMA crm; CREATE TABLE crm.customers (customer_id bigint PRIMARY KEY, country text)`,
    )
    await session.close()
    const argv = ['check', '--project', shop.dir, '--database', '--format', 'json']
    const { code, stdout } = await runCli(argv, { ...shop.env, DATABASE_URL: url })
    const { sections }: JsonCheck = JSON.parse(stdout)
    const live = sections[2]
    expect(code).toBe(1)
    expect(live && kinds(live)).toEqual([
      'crm.customers: column added tags',
      'crm.customers: column added Born On',
      'sales.orders: relation added',
      'shop.v_customer_orders: relation added',
      'shop.v_countries: relation added',
      'shop.v_highlights: relation added',
    ])
  })

  whole('what only the live database has the means for could not be checked', async () => {
    const { code, live } = await checked(`
      CREATE FUNCTION mood.near(mood.mood, mood.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE OPERATOR mood.~~~ (LEFTARG = mood.mood, RIGHTARG = mood.mood, FUNCTION = mood.near);
      CREATE VIEW crm.moods AS SELECT customer_id, mood FROM crm.customers WHERE mood OPERATOR(mood.~~~) 'good';
      CREATE OR REPLACE VIEW shop.v_highlights AS
        SELECT customer_id, 1 AS score, mood::text AS why FROM crm.moods`)
    expect(code).toBe(2)
    expect(live.outcome).toBe('not checked')
    expect(live.diagnostics.map(({ code: fault, relation }) => `${fault} ${relation}`)).toEqual([
      'FS702 crm.moods',
      'FS703 shop.v_highlights',
    ])
  })

  whole('functions of users are no obstacle', async () => {
    const { code, live } = await checked(`
      CREATE FUNCTION shop.guard(name text, age interval DEFAULT '1 day') RETURNS boolean LANGUAGE plpgsql STABLE
        AS $$ BEGIN RETURN true; END $$;
      DO $$ BEGIN EXECUTE
        'CREATE OR REPLACE VIEW shop.v_customer_orders AS SELECT * FROM ('
        || rtrim(pg_get_viewdef('shop.v_customer_orders'::regclass), ';')
        || ') v WHERE (SELECT shop.guard(''x''))'; END $$`)
    expect(code).toBe(1)
    expect(live.diagnostics).toEqual([])
    expect(kinds(live)).toEqual(['shop.v_customer_orders: definition'])
    expect(live.impact).toMatchObject([{ relation: 'shop.v_customer_orders', rows: true }])
  })
})
