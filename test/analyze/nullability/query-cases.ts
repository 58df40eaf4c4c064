import { check } from './case.js'

export const queryCases = [
  check('i!', 'SELECT id AS i FROM t.a UNION SELECT v FROM t.e'),
  check('i?', 'SELECT id AS i FROM t.a UNION ALL SELECT x FROM t.a'),
  check('i!', 'SELECT x AS i FROM t.a INTERSECT SELECT id FROM t.b'),
  check('i? y!', 'SELECT x AS i, y FROM t.a INTERSECT SELECT a_id, y FROM t.b'),
  check('i!', 'SELECT id AS i FROM t.a EXCEPT SELECT x FROM t.a'),
  check('i?', 'SELECT x AS i FROM t.a EXCEPT SELECT id FROM t.a'),
  check(
    'i? j!',
    '(SELECT x AS i, id AS j FROM t.a UNION SELECT 1, 2) EXCEPT (SELECT id, x FROM t.a INTERSECT SELECT 1, 2) ORDER BY 1',
  ),
  check('column1! column2?', "VALUES (1, NULL), (2, 'x')"),
  check('u! v?', "SELECT * FROM (VALUES (1, 'a'), (2, NULL::text)) AS q (u, v)"),
  check('m? n!', 'SELECT (SELECT max(v) FROM t.e) AS m, (SELECT count(*) FROM t.e) AS n FROM t.b'),
  check('m?', 'SELECT (SELECT v FROM t.e WHERE e.id = b.id) AS m FROM t.b'),
  check('m!', 'SELECT (SELECT coalesce(max(v), 0) FROM t.e) AS m FROM t.b'),
  check('m?', 'SELECT (SELECT count(*) FROM t.e GROUP BY v LIMIT 1) AS m FROM t.b'),
  check('m?', 'SELECT (SELECT count(*) FROM t.e HAVING count(*) > 0) AS m FROM t.b'),
  check(
    'm? n! o!',
    'SELECT (SELECT count(*) FROM t.e LIMIT 0) AS m, (SELECT count(*) FROM t.e LIMIT 1) AS n, (SELECT b.x OFFSET 0) AS o FROM t.b',
  ),
  check(
    'm? n!',
    'SELECT (SELECT a.x) AS m, (SELECT a.x) AS n FROM t.a WHERE false UNION ALL SELECT a.x, a.id FROM t.a',
  ),
  check('n!', 'SELECT (SELECT a.x + 1) AS n FROM t.a WHERE x > 0'),
  check(
    'n!',
    'SELECT CASE WHEN a.x IS NOT NULL THEN (SELECT a.x + b.x FROM (SELECT 1 AS x) AS b) ELSE 0 END AS n FROM t.a',
  ),
  check(
    'e! a! i! j?',
    'SELECT EXISTS (SELECT FROM t.e) AS e, ARRAY(SELECT x FROM t.a) AS a, id IN (SELECT v FROM t.e) AS i, id IN (SELECT x FROM t.a) AS j FROM t.b',
  ),
  check(
    'i? j! k?',
    'SELECT x IN (SELECT v FROM t.e) AS i, id NOT IN (SELECT id FROM t.b) AS j, id > ALL (SELECT x FROM t.a) AS k FROM t.a',
  ),
  check(
    'i! j?',
    'SELECT (id, y) IN (SELECT id, y FROM t.a) AS i, (id, y) IN (SELECT id, y FROM t.b) AS j FROM t.a',
  ),
  check('i?', 'SELECT (id, y) = (SELECT id, y FROM t.a LIMIT 1) AS i FROM t.b'),
  check('x!', 'SELECT x FROM t.a WHERE x IN (SELECT v FROM t.e)'),
  check('x?', 'SELECT x FROM t.a WHERE x NOT IN (SELECT v FROM t.e)'),
  check('i!', 'SELECT id = ANY (ARRAY(SELECT b.x FROM t.b)) AS i FROM t.a'),
  check(
    'n! m?',
    'WITH q AS (SELECT id, x FROM t.a), r AS MATERIALIZED (SELECT x FROM q WHERE x > 0) SELECT q.id AS n, r.x AS m FROM q LEFT JOIN r ON r.x = q.x',
  ),
  check('x!', 'WITH q AS (SELECT x FROM t.a WHERE x > 0) SELECT x FROM q'),
  check('n!', 'WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r'),
  check(
    'n?',
    'WITH RECURSIVE r (n, k) AS (SELECT 1, 1 UNION ALL SELECT CASE WHEN n < 3 THEN n + 1 END, k + 1 FROM r WHERE k < 5) SELECT n FROM r',
  ),
  check(
    'n! m!',
    'WITH RECURSIVE r (n, m) AS (SELECT id, id FROM t.b UNION SELECT b.id, b.a_id FROM r JOIN t.b ON b.a_id = r.n) SELECT n, m FROM r',
  ),
  check(
    'a? b? c!',
    'WITH RECURSIVE r (a, b, c) AS (SELECT 1, 1, 1 UNION ALL SELECT b, nullif(c, 2), c + 1 FROM r WHERE c < 5) SELECT a, b, c FROM r',
  ),
  check(
    'n! s?',
    'WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SEARCH DEPTH FIRST BY n SET s SELECT n, (s)[1]::text AS s FROM r',
  ),
  check('x? o!', 'SELECT q.x, o FROM t.a, unnest(arr) WITH ORDINALITY AS q (x, o)'),
  check('g! u?', 'SELECT g, u FROM generate_series(1, 3) AS g, unnest(ARRAY[1, NULL]) AS u'),
  check('u!', 'SELECT u FROM unnest(ARRAY[1, 2]) AS u'),
  check(
    'a? b? o!',
    'SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(1, 2)) WITH ORDINALITY AS q (a, b, o)',
  ),
  check('a? b?', 'SELECT * FROM unnest(ARRAY[1, 2], ARRAY[1]) AS q (a, b)'),
  check(
    'e! t?',
    "SELECT e, t FROM t.a, jsonb_array_elements(CASE jsonb_typeof(j) WHEN 'array' THEN j END) AS e, jsonb_array_elements_text('[1, null]') AS t",
  ),
  check(
    'k! v! tk! tv?',
    `SELECT q.key AS k, q.value AS v, r.key AS tk, r.value AS tv FROM jsonb_each('{"a": null}') AS q, jsonb_each_text('{"a": null}') AS r`,
  ),
  check(
    's! r! m!',
    "SELECT s, r, m FROM t.a, string_to_table(z, ',') AS s, regexp_split_to_table(z, ',') AS r, regexp_matches(z, 'z', 'g') AS m",
  ),
  check('l? g!', 'SELECT l, g FROM t.a, lower(z) AS l, abs(id) AS g'),
  check('g!', 'SELECT generate_series(1, id) AS g FROM t.a'),
  check('g? h?', 'SELECT generate_series(1, 3) AS g, generate_series(1, 2) AS h'),
  check('u?', 'SELECT unnest(arr) AS u FROM t.a'),
  check(
    't? i?',
    "SELECT t.v AS t, t.i FROM t.a, json_table(j, '$[*]' COLUMNS (i FOR ORDINALITY, v integer PATH '$.v')) AS t",
  ),
  check('x! n?', 'SELECT s.x, s.n FROM (SELECT id AS x, nullif(id, 2) AS n FROM t.a OFFSET 0) AS s'),
  check(
    'd! e! f? g! h!',
    'SELECT current_date AS d, current_timestamp AS e, current_schema AS f, current_user AS g, localtime AS h',
  ),
  check(
    'd! l! f? m!',
    'SELECT id::t.loose AS d, x::t.loose AS l, p AS f, x::t.firm AS m FROM t.a WHERE x IS NOT NULL AND id < 6',
  ),
  check('m! n!', 'SELECT p::integer::t.firm AS m, p::integer::t.firmer AS n FROM t.a WHERE p IS NOT NULL'),
]
