import { acceptDefinitions, ENTRYPOINT, FEATURES, SCORED, seedInto } from '../../support/certified-store.js'
import { type FoundDiagnostic, passing, rebuild } from './fault.js'

/** A leak in a view whose definition has been accepted: only gate A2 stands in its way. */
const leak = (
  name: string,
  expression: string,
  kind: string,
  view: string = ENTRYPOINT,
): FoundDiagnostic => ({
  name: `${name} in ${view.split('_').at(-1) === 'v' ? 'the entrypoint' : 'a nested view'}`,
  codes: [`A2.${kind}`],
  guard: 'FSC04',
  says: view,
  async seed(client) {
    await seedInto(client, view, passing(expression))
    await acceptDefinitions(client)
  },
  mend: rebuild,
})

/** The same inside a function. */
const inFunction = (
  name: string,
  definition: string,
  call: string,
  kind: string,
  says?: string,
): FoundDiagnostic => ({
  name,
  codes: [`A2.${kind}`],
  guard: 'FSC04',
  ...(says !== undefined && { says }),
  async seed(client) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS shop; ${definition}`)
    await client.query(
      'GRANT USAGE ON SCHEMA shop TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA shop TO PUBLIC',
    )
    await seedInto(client, SCORED, passing(call))
    await acceptDefinitions(client)
  },
  mend: rebuild,
})

/** Definitions that depend on when, where or by whom they are asked: gate A2. */
export const TIME_FAULTS: readonly FoundDiagnostic[] = [
  leak('now()', 'now()', 'clock'),
  leak('now()', 'now()', 'clock', FEATURES),
  leak('clock_timestamp()', 'clock_timestamp()', 'clock', SCORED),
  leak('statement_timestamp()', 'statement_timestamp()', 'clock'),
  leak('transaction_timestamp()', 'transaction_timestamp()', 'clock'),
  leak('timeofday()', 'timeofday()', 'clock'),
  leak('age() with one argument', `age(q.edited_date)`, 'clock'),
  leak('CURRENT_DATE', 'CURRENT_DATE', 'clock'),
  leak('CURRENT_TIME', 'CURRENT_TIME', 'clock'),
  leak('CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP(0)', 'clock', FEATURES),
  leak('LOCALTIMESTAMP', 'LOCALTIMESTAMP', 'clock'),
  leak('text cast to timestamptz', `('now'::text)::timestamptz`, 'cast'),
  leak('text cast to date', `(CASE WHEN q.batt_source = 'x' THEN q.batt_source END)::date`, 'cast', SCORED),
  leak('text[] cast to timestamp[]', `(ARRAY['now'::text])::timestamp[]`, 'cast'),
  leak('random()', 'random()', 'random'),
  leak('gen_random_uuid()', 'gen_random_uuid()', 'random'),
  leak('current_user', 'current_user', 'session'),
  leak('session_user', 'session_user', 'session'),
  leak('current_setting()', `current_setting('x.y', true)`, 'session', FEATURES),
  leak('txid_current_if_assigned()', 'txid_current_if_assigned()', 'session'),
  leak('pg_backend_pid()', 'pg_backend_pid()', 'session'),
  leak('inet_client_addr()', 'inet_client_addr()', 'session'),
  leak('timestamptz to text', 'q.edited_date::text', 'timezone'),
  leak('timestamptz to date', 'q.edited_date::date', 'timezone'),
  leak('to_char() of a timestamptz', `to_char(q.edited_date, 'YYYY-MM-DD')`, 'timezone'),
  leak('extract() from a timestamptz', 'extract(hour FROM q.edited_date)', 'timezone'),
  leak('timestamptz + interval', `q.edited_date + interval '1 day'`, 'timezone'),
  leak('pg_stat_activity', '(SELECT count(*) FROM pg_stat_activity)', 'catalog'),
  leak(
    'ctid',
    '(SELECT l.ctid FROM "iPhone".iphone_listings l ORDER BY l.generation, l.listing_id LIMIT 1)',
    'physical',
  ),
  leak(
    'TABLESAMPLE without REPEATABLE',
    '(SELECT count(*) FROM "iPhone".iphone_listings l TABLESAMPLE system (50))',
    'sample',
    FEATURES,
  ),
  {
    ...leak('nextval()', `nextval('shop.counter')`, 'sequence'),
    async seed(client) {
      await client.query('CREATE SCHEMA IF NOT EXISTS shop; CREATE SEQUENCE shop.counter')
      await seedInto(client, ENTRYPOINT, passing(`nextval('shop.counter')`))
      await acceptDefinitions(client)
    },
  },
  inFunction(
    'now() in a SQL function that says it is IMMUTABLE',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS 'SELECT now()'`,
    'shop.f()',
    'clock',
    'shop.f()',
  ),
  inFunction(
    "'now' in a SQL function, where it is read at each call",
    `CREATE FUNCTION shop.f() RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT (''now''::text)::date'`,
    'shop.f()',
    'cast',
  ),
  inFunction(
    'now() in a SQL function in standard form',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN now()`,
    'shop.f()',
    'clock',
  ),
  inFunction(
    'random() two functions deep',
    `CREATE FUNCTION shop.g() RETURNS float8 LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT random(); END;
     CREATE FUNCTION shop.f(x int) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN x * shop.g()`,
    'shop.f(1)',
    'random',
    'shop.g()',
  ),
  inFunction(
    'now() in a view that a function reads',
    `CREATE VIEW shop.v AS SELECT now() AS n;
     CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN (SELECT n FROM shop.v)`,
    'shop.f()',
    'clock',
    'shop.v',
  ),
  inFunction(
    'random() in an aggregate',
    `CREATE FUNCTION shop.step(a float8, b int) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN a + random();
     CREATE AGGREGATE shop.agg(int) (sfunc = shop.step, stype = float8, initcond = '0')`,
    '(SELECT shop.agg(g ORDER BY g) FROM generate_series(1, 2) g)',
    'random',
    'shop.step',
  ),
  inFunction(
    'now() behind an operator',
    `CREATE FUNCTION shop.before(a timestamptz, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a < now();
     CREATE OPERATOR shop.<<< (leftarg = timestamptz, rightarg = int, function = shop.before)`,
    `timestamptz '2024-01-01 00:00:00+00' OPERATOR(shop.<<<) 1`,
    'clock',
    'shop.before',
  ),
  inFunction(
    'current_user in the condition of a domain',
    `CREATE DOMAIN shop.mine AS int CHECK (current_user <> 'nobody at all')`,
    'q.generation::shop.mine',
    'session',
    'shop.mine',
  ),
  inFunction(
    'a function in plpgsql',
    `CREATE FUNCTION shop.f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END'`,
    'shop.f()',
    'unreadable',
    'shop.f()',
  ),
  inFunction(
    'now() by another name',
    `CREATE FUNCTION shop.f() RETURNS timestamptz LANGUAGE internal IMMUTABLE AS 'now'`,
    'shop.f()',
    'unreadable',
    'internal',
  ),
  inFunction(
    'a body with two statements',
    `CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1; SELECT 2'`,
    'shop.f()',
    'unreadable',
  ),
  inFunction(
    'a body that means what the search_path says',
    `CREATE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + 1'`,
    'shop.f(1)',
    'unpinned',
  ),
  inFunction(
    'a function that writes',
    `CREATE TABLE shop.log (n int);
     CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql BEGIN ATOMIC INSERT INTO shop.log VALUES (1) RETURNING n; END`,
    '(SELECT count(*) FROM shop.f() WHERE false)',
    'volatile',
  ),
]
