/** What the views below read. */
export const SETUP = `
CREATE TABLE t (a int, b int, c text, d timestamptz, j jsonb);
CREATE TYPE col AS ENUM ('red', 'green');
CREATE DOMAIN dom AS int CHECK (value > 0);
CREATE TYPE comp AS (x int, y text);
CREATE TABLE t2 (e col, dm dom, cp comp);
CREATE SEQUENCE sq;
CREATE FUNCTION f1(x int) RETURNS int LANGUAGE sql RETURN x + 1;
CREATE FUNCTION f2(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a + b; END;
CREATE FUNCTION f3(VARIADIC v int[]) RETURNS int LANGUAGE sql RETURN v[1];`

const list = (expressions: string): string => `SELECT jsonb_build_array(${expressions}) AS x`

/** Queries that use what SQL has, each accepted by Postgres. */
export const ACCEPTED: readonly string[] = [
  'SELECT json_arrayagg(a) OVER (PARTITION BY b) AS x FROM t',
  'SELECT json_objectagg(c : a WITH UNIQUE KEYS) AS x, json_arrayagg(a ORDER BY b NULL ON NULL RETURNING jsonb) AS y FROM t',
  'SELECT b, c, grouping(b, c), count(*), a + 1 AS k FROM t GROUP BY GROUPING SETS ((a + 1, b), CUBE (b, c), ROLLUP (a + 1)) HAVING count(*) > 1',
  'SELECT grouping(a), a FROM t GROUP BY DISTINCT ROLLUP (a, b), CUBE (a)',
  'SELECT b + 1 AS k, (SELECT max(s.a) FROM t s WHERE s.b + 1 = t.b + 1) AS m FROM t GROUP BY b + 1, t.b',
  `SELECT * FROM json_table('{"a":[1,2]}'::jsonb, '$.a[*]' AS p PASSING 1 AS one COLUMNS (i FOR ORDINALITY, v int PATH '$' DEFAULT 3 ON EMPTY ERROR ON ERROR, NESTED PATH '$.z' AS q COLUMNS (w text PATH '$'))) jt`,
  `SELECT json_value(j, '$.a' RETURNING int DEFAULT 1 ON ERROR), json_query(j, '$' WITH CONDITIONAL WRAPPER KEEP QUOTES), json_exists(j, '$.b' TRUE ON ERROR) FROM t`,
  'SELECT json_scalar(a), json_serialize(j RETURNING bytea), json(c WITH UNIQUE KEYS) FROM t',
  "SELECT json_object('a': a, 'b': c ABSENT ON NULL RETURNING jsonb), json_array(a, b, c NULL ON NULL), j IS JSON OBJECT WITH UNIQUE KEYS AS k FROM t",
  "SELECT * FROM ROWS FROM (generate_series(1, 2), json_to_recordset('[]') AS (x int, y text)) WITH ORDINALITY AS r(a, b, c, d)",
  'SELECT x.* FROM t AS x(p, q)',
  'SELECT x.p, y.q FROM (t x(p) JOIN t y(p, q) USING (p))',
  'SELECT * FROM (SELECT 1 AS a, 2 AS b) s NATURAL FULL JOIN (SELECT 1 AS a, 3 AS c) u',
  'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) CYCLE n SET c USING pp SELECT n, c FROM r',
  'WITH m AS MATERIALIZED (SELECT a FROM t), nm AS NOT MATERIALIZED (SELECT b FROM t) SELECT * FROM m, nm',
  'SELECT a FROM t UNION ALL (SELECT b FROM t EXCEPT SELECT a FROM t ORDER BY 1 LIMIT 3) INTERSECT ALL SELECT 4',
  'SELECT DISTINCT ON (b) b, a FROM t ORDER BY b, a DESC NULLS LAST LIMIT (SELECT 3) OFFSET 1',
  'SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES',
  'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FILTER (WHERE b > 0), mode() WITHIN GROUP (ORDER BY c), rank(3) WITHIN GROUP (ORDER BY a DESC) FROM t',
  "SELECT ntile(4) OVER w, first_value(c) OVER (w RANGE BETWEEN '1'::int PRECEDING AND UNBOUNDED FOLLOWING), lag(a, 1, 0) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY a)",
  "SELECT sum(a) OVER (PARTITION BY b ORDER BY d GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW), count(DISTINCT c), string_agg(DISTINCT c, ',' ORDER BY c DESC), array_agg(a ORDER BY b USING >) FROM t GROUP BY a, b, d",
  `${list('t, row(t.*)::text, (t).a, (SELECT u FROM t u LIMIT 1).c')} FROM t`,
  `${list('ARRAY(SELECT a FROM t ORDER BY 1), ARRAY[[1, 2], [3, 4]], (ARRAY[1, 2, 3])[1:2], a = ANY (ARRAY[1, 2]), a <> ALL (SELECT b FROM t), (a, b) IN (SELECT 1, 2), row(a, b) < row(1, 2)')} FROM t`,
  `${list(`CASE c WHEN 'x' THEN 1 WHEN 'y' THEN 2 ELSE NULL END, coalesce(a, b, 0), nullif(a, 0), greatest(a, b), least(c, 'q'), a IS DISTINCT FROM b, c IS NOT NULL, (a > 1) IS NOT TRUE, a BETWEEN SYMMETRIC 3 AND 1, a NOT BETWEEN 1 AND 2`)} FROM t`,
  `${list(`c LIKE 'a%' ESCAPE '!', c NOT ILIKE 'b', c SIMILAR TO 'x+', c ~* 'q', substring(c FROM 1 FOR 2), substring(c SIMILAR 'a#"b#"c' ESCAPE '#'), position('a' IN c), overlay(c PLACING 'x' FROM 1), trim(BOTH 'x' FROM c), extract(epoch FROM d), d AT TIME ZONE 'Europe/Berlin', d AT LOCAL, COLLATION FOR (c), normalize(c, nfc), c IS nfc NORMALIZED`)} FROM t`,
  list(
    String.raw`'2024-01-01'::date, '2024-01-01 10:00+02'::timestamptz, '10:00'::time, interval '1 day 2 hours', interval '3' month, 1.50::numeric(5,1), 'NaN'::float8, '-0'::float8, 1e300, 1e-320::float8, '3.4e38'::real, b'101', x'ff', '\xdead'::bytea, '{1,2}'::int[], '{"a":1}'::json, '{"b": 1.0, "a": [1,null,true]}'::jsonb, '[1,3)'::int4range, '{[1,2)}'::int4multirange, '(1,2)'::point, '1.2.3.4/8'::inet, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '$12.34'::money, 'true'::bool, 'x'::"char", (-12)::int2, -1, -12345678901::int8, 'pg_class'::regclass, 'int4'::regtype, '$.a ? (@ > 1)'::jsonpath, '08:00:2b:01:02:03'::macaddr, '16/B374D848'::pg_lsn, '10:20:10,14,15'::pg_snapshot, 'abc'::name, '((0,0),(1,1))'::box, '<(0,0),1>'::circle, 'ä€😀'::text, 'a'::char(3), 'abc'::varchar(10)`,
  ),
  "SELECT current_date, current_timestamp(3), localtime, current_user, session_user, current_catalog, current_schema, now(), clock_timestamp(), random(), gen_random_uuid(), uuidv7(), nextval('sq')",
  'SELECT * FROM t TABLESAMPLE bernoulli (10) REPEATABLE (3)',
  'SELECT * FROM t FOR UPDATE OF t SKIP LOCKED',
  'SELECT xmlelement(name a, c), xmlforest(a, b), xmlagg(xmlparse(CONTENT c)) OVER () FROM t',
  "SELECT * FROM generate_series(1, 3) g(i), LATERAL (SELECT i * 2 AS k WHERE i > 1) l, unnest(ARRAY[1, 2], ARRAY['a']) WITH ORDINALITY u(p, q, o)",
  "SELECT e, e < 'green' AS lt, dm + 1 AS p, cp, (cp).x, 'red'::col, ARRAY['red', 'green']::col[] AS es, enum_range(NULL::col) FROM t2",
  `${list('f1(a), f2(a => 1, b => 2), f2(a), f3(VARIADIC ARRAY[a, b]), f3(1, 2, 3)')} FROM t`,
  "VALUES (1, 'a'), (2, NULL), (3, 'c')",
  "SELECT oid::regclass, relname FROM pg_class WHERE relkind IN ('r', 'v')",
  'SELECT * FROM information_schema.columns',
  'SELECT 1 AS one WHERE EXISTS (SELECT FROM t) AND NOT EXISTS (SELECT 1 FROM t2 WHERE t2.dm = 3)',
  `${list("sqrt(2), pi(), 2 ^ 10, |/ 4, @ -3, 5 % 3, 1 # 2, ~1, 'a' || 1, 5 / 2, -a")} FROM t`,
  list('9223372036854775807, -9223372036854775808, 18446744073709551616, 0x1F, 0b11, 1_000, .5, 5., 1e10'),
]

/** Queries that Postgres refuses. */
export const REFUSED: readonly string[] = [
  'SELECT a FROM t GROUP BY b',
  'SELECT nope FROM t',
  'SELECT f9(1)',
  "SELECT '2024-13-01'::date",
  "SELECT 'x'::col",
  'SELECT 1 +',
  'SELECT a + c FROM t',
  'SELECT (SELECT 1, 2)',
  "SELECT 1 UNION SELECT 'a'",
  'SELECT * FROM t JOIN t2 ON a',
  'SELECT json_arrayagg(a ORDER BY a) OVER () FROM t',
  "SELECT jsonb '{a'",
  'SELECT * FROM nope.x',
  `SELECT 'a' COLLATE nope`,
  'SELECT a.b.c.d.e FROM t',
  'SELECT cast(c AS int4range) FROM t WHERE c',
  'SELECT max(sum(a)) FROM t',
  "SELECT 'zz'::regclass",
  "SELECT '99999999999999999999'::int8",
  'SELECT 1 AS a, 2 AS a',
  'SELECT DISTINCT j::json FROM t',
  'SELECT * FROM (VALUES (1), (2, 3)) v',
  'SELECT x.p FROM t AS x(p, q, r, s, t, u)',
  "SELECT '1e400'::float8",
  String.raw`SELECT E'\xff'`,
  String.raw`SELECT U&'\d800'`,
  "SELECT ARRAY[1, 'a', true]",
  "SELECT interval '1 foo'",
  'SELECT now() AT TIME ZONE 3',
  'SELECT 1 FROM t WHERE generate_series(1, 2) = 1',
  "SELECT * FROM json_to_record('{}')",
  'SELECT t.zz.y FROM t',
  'SELECT coal(a) FROM t',
  "SELECT a FROM t LIMIT 'x'",
  "SELECT '{1,2'::int[]",
  "SELECT 'abc'::uuid",
  "SELECT '$.a ?? b'::jsonpath",
  'SELECT e + 1 FROM t2',
  'SELECT cp.x FROM t2',
]
