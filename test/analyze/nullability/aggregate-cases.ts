import { check } from './case.js'

export const aggregateCases = [
  check('n! m? s?', 'SELECT count(*) AS n, max(id) AS m, sum(id) AS s FROM t.a'),
  check('x? n! m! u?', 'SELECT x, count(*) AS n, max(id) AS m, max(p) AS u FROM t.a GROUP BY x'),
  check(
    'x? m? n!',
    'SELECT x, max(id) FILTER (WHERE flag) AS m, count(*) FILTER (WHERE flag) AS n FROM t.a GROUP BY x',
  ),
  check(
    'y! s! v! d? p!',
    'SELECT y, sum(id) AS s, avg(f) AS v, stddev(f) AS d, stddev_pop(n) AS p FROM t.a GROUP BY y',
  ),
  check(
    'a! b! c! d? e!',
    'SELECT array_agg(x) AS a, jsonb_agg(x) AS b, json_object_agg(id, x) AS c, string_agg(z, NULL) AS d, string_agg(y, z) AS e FROM t.a GROUP BY id % 2',
  ),
  check('a? b?', 'SELECT array_agg(x) AS a, jsonb_agg(x) AS b FROM t.a'),
  check(
    'a! b? c!',
    'SELECT bool_and(x IS NULL) AS a, bool_or(flag) AS b, every(id > 0) AS c FROM t.a GROUP BY y',
  ),
  check(
    'm! n?',
    'SELECT mode() WITHIN GROUP (ORDER BY id) AS m, percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS n FROM t.a GROUP BY y',
  ),
  check(
    'm! r!',
    'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY y) AS m, rank(3) WITHIN GROUP (ORDER BY id) AS r FROM t.a GROUP BY y',
  ),
  check(
    'c? r? k!',
    'SELECT corr(f, f) AS c, regr_slope(f, f) AS r, regr_count(f, f) AS k FROM t.a GROUP BY id',
  ),
  check('u?', 'SELECT t.user_sum(id) AS u FROM t.a GROUP BY y'),
  check('m!', 'SELECT max(x) AS m FROM t.a WHERE x > 0 GROUP BY y'),
  check('x? m!', 'SELECT x, max(p) AS m FROM t.a GROUP BY x HAVING max(p) IS NOT NULL'),
  check('x! m?', 'SELECT x, max(p) AS m FROM t.a GROUP BY x HAVING x > 0'),
  check('m?', 'SELECT max(v) AS m FROM t.e HAVING count(*) >= 0'),
  check('m! n!', 'SELECT max(q) AS m, array_agg(q) AS n FROM (VALUES (1), (2)) AS v (q)'),
  check('m?', 'SELECT max(q) AS m FROM (VALUES (1), (2)) AS v (q) WHERE q > 5'),
  check('x? y? n!', 'SELECT x, y, count(*) AS n FROM t.a GROUP BY ROLLUP (x, y)'),
  check('x? y? m?', 'SELECT x, y, max(id) AS m FROM t.a GROUP BY CUBE (x, y)'),
  check(
    'id? y! m! g!',
    'SELECT id, y, max(f) AS m, grouping(id) AS g FROM t.a GROUP BY GROUPING SETS ((y), (y, id))',
  ),
  check('id? m?', 'SELECT id, max(f) AS m FROM t.a GROUP BY GROUPING SETS ((id), ())'),
  check('m?', 'SELECT max(id) AS m FROM t.a GROUP BY ()'),
  check(
    'y! c?',
    'SELECT y, CASE WHEN id IS NOT NULL THEN id ELSE x END AS c FROM t.a GROUP BY y, ROLLUP (id, x)',
  ),
  check(
    'c! d!',
    "SELECT CASE WHEN id IS NOT NULL THEN id ELSE 0 END AS c, coalesce(y, '-') AS d FROM t.a GROUP BY ROLLUP (id, y)",
  ),
  check('e! n!', 'SELECT coalesce(x, 0) + 1 AS e, count(*) AS n FROM t.a GROUP BY coalesce(x, 0) + 1'),
  check('y! z?', 'SELECT y, z FROM t.a GROUP BY id, y, z'),
  check('x? n!', 'SELECT b.x, count(*) AS n FROM t.a LEFT JOIN t.b ON b.a_id = a.id GROUP BY b.x'),
  check('n! m!', 'SELECT count(DISTINCT x) AS n, max(x) AS m FROM t.b GROUP BY a_id HAVING count(*) > 0'),
  check('n! m?', 'SELECT count(*) AS n, max(x) AS m FROM t.b WHERE false'),
  check('n! m?', 'SELECT count(*) AS n, max(x) AS m FROM t.b WHERE x IS NULL'),
  check('m! n!', 'SELECT x AS m, max(x) AS n FROM t.b WHERE false GROUP BY x'),
  check('m?', 'SELECT max(x) AS m FROM t.b WHERE false GROUP BY ROLLUP (id)'),
  check(
    'n! m?',
    'SELECT s.n, s.m FROM t.a, LATERAL (SELECT count(*) AS n, a.x AS m FROM t.b WHERE a.x > 0) AS s',
  ),
  check(
    'n! m?',
    'SELECT s.n, s.m FROM t.a, LATERAL (SELECT 1 AS n, a.x AS m FROM t.b WHERE a.x > 0 HAVING true) AS s',
  ),
  check(
    'n! m!',
    'SELECT s.n, s.m FROM t.a, LATERAL (SELECT count(*) AS n, a.x AS m FROM t.b WHERE a.x > 0 GROUP BY id) AS s',
  ),
  check(
    'r! d! p! c! t!',
    'SELECT row_number() OVER () AS r, dense_rank() OVER (ORDER BY x) AS d, percent_rank() OVER (ORDER BY x) AS p, cume_dist() OVER (ORDER BY x) AS c, ntile(2) OVER (ORDER BY x) AS t FROM t.a',
  ),
  check(
    'l? m! q?',
    'SELECT lag(id) OVER (ORDER BY id) AS l, lead(id, 1, 0) OVER (ORDER BY id) AS m, lag(x, 1, 0) OVER (ORDER BY id) AS q FROM t.a',
  ),
  check(
    'f! l! n?',
    'SELECT first_value(id) OVER w AS f, last_value(id) OVER w AS l, nth_value(id, 2) OVER w AS n FROM t.a WINDOW w AS (PARTITION BY x ORDER BY id)',
  ),
  check(
    'f?',
    'SELECT first_value(id) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS f FROM t.a',
  ),
  check(
    's! t? u! v?',
    'SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS t, count(*) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS u, sum(id) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW) AS v FROM t.a',
  ),
  check(
    'm? n! o?',
    'SELECT max(x) OVER () AS m, max(id) OVER (PARTITION BY x) AS n, max(id) FILTER (WHERE flag) OVER () AS o FROM t.a',
  ),
  check('m!', 'SELECT max(x) OVER () AS m FROM t.a WHERE x > 0'),
  check('m?', 'SELECT CASE WHEN x > 0 THEN first_value(x) OVER (ORDER BY id DESC) ELSE 0 END AS m FROM t.a'),
  check(
    'm! r!',
    'SELECT sum(max(id)) OVER (ORDER BY x) AS m, rank() OVER (ORDER BY max(id)) AS r FROM t.a GROUP BY x',
  ),
  check('x?', 'SELECT DISTINCT ON (x) x FROM t.a ORDER BY x, id'),
]
