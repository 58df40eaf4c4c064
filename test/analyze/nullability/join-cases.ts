import { check } from './case.js'

export const joinCases = [
  check('id! x? y! z?', 'SELECT id, x, y, z FROM t.a'),
  check(
    'id! bid! ax? bx!',
    'SELECT a.id, b.id AS bid, a.x AS ax, b.x AS bx FROM t.a JOIN t.b ON b.a_id = a.id',
  ),
  check('id! bx? by?', 'SELECT a.id, b.x AS bx, b.y AS by FROM t.a LEFT JOIN t.b ON b.a_id = a.id'),
  check('id? bx!', 'SELECT a.id, b.x AS bx FROM t.a RIGHT JOIN t.b ON b.a_id = a.id'),
  check('id? bx?', 'SELECT a.id, b.x AS bx FROM t.a FULL JOIN t.b ON b.a_id = a.id'),
  check('id! x?', 'SELECT id, a.x FROM t.a FULL JOIN t.b USING (id)'),
  check('id! y!', 'SELECT id, a.y FROM t.a JOIN t.b USING (id)'),
  check('id! y?', 'SELECT id, b.y FROM t.a LEFT JOIN t.b USING (id)'),
  check('id! y?', 'SELECT id, a.y FROM t.a RIGHT JOIN t.b USING (id)'),
  check('id! v?', 'SELECT id, v FROM t.a NATURAL LEFT JOIN t.e'),
  check('x? id? id2?', 'SELECT x, a.id, b.id AS id2 FROM t.a FULL JOIN t.b USING (x)'),
  check('i!', 'SELECT coalesce(a.id, b.id) AS i FROM t.a FULL JOIN t.b ON a.id = b.id'),
  check('i?', 'SELECT coalesce(a.x, b.x) AS i FROM t.a FULL JOIN t.b ON a.id = b.id'),
  check(
    'i!',
    'SELECT CASE WHEN a.id IS NULL THEN b.id ELSE a.id END AS i FROM t.a FULL JOIN t.b ON a.id = b.id',
  ),
  check('bx!', 'SELECT b.x AS bx FROM t.a FULL JOIN t.b ON a.id = b.id WHERE a.id IS NULL'),
  check('i! j? k!', 'SELECT id AS i, b.id AS j, coalesce(b.x, a.id) AS k FROM t.a LEFT JOIN t.b USING (id)'),
  check('id! bx!', 'SELECT a.id, b.x AS bx FROM t.a LEFT JOIN t.b ON b.a_id = a.id WHERE b.id > 0'),
  check('bx! ax!', 'SELECT b.x AS bx, a.x AS ax FROM t.a LEFT JOIN t.b ON b.x = a.x WHERE b.id IS NOT NULL'),
  check('bx? ax?', 'SELECT b.x AS bx, a.x AS ax FROM t.a LEFT JOIN t.b ON b.x = a.x WHERE b.id IS NULL'),
  check('bx! ax!', 'SELECT b.x AS bx, a.x AS ax FROM t.a RIGHT JOIN t.b ON b.x = a.x WHERE a.id > 0'),
  check('bx?', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON true'),
  check('bx?', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id WHERE coalesce(b.x, 0) = 0'),
  check('bx!', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id WHERE coalesce(b.x > 1, false)'),
  check('bx?', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id WHERE coalesce(b.x > 1, true)'),
  check(
    'a1! b1? e1?',
    'SELECT a.id AS a1, b.id AS b1, e.id AS e1 FROM t.a LEFT JOIN (t.b JOIN t.e ON e.id = b.id) ON b.a_id = a.id',
  ),
  check(
    'a1! b1! e1!',
    'SELECT a.id AS a1, b.id AS b1, e.v AS e1 FROM t.a LEFT JOIN (t.b JOIN t.e ON e.id = b.id) ON b.a_id = a.id WHERE e.id > 0',
  ),
  check(
    'a1! b1! e1?',
    'SELECT a.id AS a1, b.id AS b1, e.v AS e1 FROM t.a LEFT JOIN (t.b LEFT JOIN t.e ON e.id = b.id) ON b.a_id = a.id WHERE b.id > 0',
  ),
  check(
    'a1! b1? e1?',
    'SELECT a.id AS a1, b.id AS b1, e.v AS e1 FROM t.a LEFT JOIN (t.b LEFT JOIN t.e ON e.id = b.id) ON e.v = a.id',
  ),
  check(
    'b1! a1! e1!',
    'SELECT b.id AS b1, a.x AS a1, e.v AS e1 FROM t.a LEFT JOIN (t.b LEFT JOIN t.e ON e.id = b.id) ON e.v = a.x WHERE b.id > 0',
  ),
  check(
    'a1? b1? e1!',
    'SELECT a.id AS a1, b.id AS b1, e.id AS e1 FROM t.a LEFT JOIN t.b ON b.a_id = a.id RIGHT JOIN t.e ON e.id = a.id',
  ),
  check(
    'a1? b1? i!',
    'SELECT a.id AS a1, b2.id AS b1, coalesce(a.id, b2.id) AS i FROM (t.a JOIN t.b ON b.id = a.id) FULL JOIN t.b AS b2 ON b2.id = a.id',
  ),
  check(
    'id! x?',
    'SELECT id, q.x FROM (t.a JOIN t.b AS b1 USING (id)) FULL JOIN (SELECT id, x FROM t.b) AS q USING (id)',
  ),
  check(
    's?',
    'SELECT s.x AS s FROM t.b LEFT JOIN LATERAL (SELECT b.x FROM t.a WHERE a.id = b.a_id) AS s ON true',
  ),
  check(
    's!',
    'SELECT s.n AS s FROM t.b LEFT JOIN LATERAL (SELECT count(*) AS n FROM t.a WHERE a.x = b.x) AS s ON true',
  ),
  check(
    's?',
    'SELECT s.n AS s FROM t.b LEFT JOIN LATERAL (SELECT count(*) AS n FROM t.a WHERE a.x = b.x) AS s ON s.n > 1',
  ),
  check(
    's?',
    'SELECT s.n AS s FROM t.b LEFT JOIN LATERAL (SELECT count(*) AS n FROM t.a GROUP BY a.x) AS s ON true',
  ),
  check(
    's! m?',
    'SELECT s.n AS s, s.m FROM t.b, LATERAL (SELECT count(*) AS n, max(a.id) AS m FROM t.a WHERE a.x = b.x) AS s',
  ),
  check('q!', 'SELECT s.q FROM t.a CROSS JOIN LATERAL (SELECT coalesce(a.x, 0) AS q) AS s'),
  check(
    'q! r!',
    'SELECT s.q, u.r FROM t.a CROSS JOIN LATERAL (SELECT a.x AS q OFFSET 0) AS s CROSS JOIN LATERAL (SELECT s.q + 1 AS r) AS u WHERE a.x > 0',
  ),
  check(
    'q?',
    'SELECT s.q FROM t.b LEFT JOIN (t.a CROSS JOIN LATERAL (SELECT a.x + 1 AS q) AS s) ON a.x = b.x',
  ),
  check('q!', 'SELECT s.q FROM t.b JOIN (t.a CROSS JOIN LATERAL (SELECT a.x + 1 AS q) AS s) ON a.x = b.x'),
  check('r? bx?', "SELECT (b).x AS r, (to_jsonb(b) ->> 'x') AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id"),
  check('r! q?', 'SELECT a AS r, b AS q FROM t.a LEFT JOIN t.b ON b.id = a.id'),
  check('bx!', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id WHERE b IS NOT NULL'),
  check('bx?', 'SELECT b.x AS bx FROM t.a LEFT JOIN t.b ON b.id = a.id WHERE NOT (b IS NOT NULL)'),
  check(
    'i! j!',
    'SELECT coalesce(a.id::bigint, b.id) AS i, coalesce(a.y, b.x::text) AS j FROM t.a FULL JOIN t.b ON a.id = b.id',
  ),
  check(
    'i!',
    'SELECT i FROM (SELECT id::bigint AS i FROM t.a) AS p FULL JOIN (SELECT id AS i FROM t.b) AS q USING (i)',
  ),
  check(
    'i! y?',
    'SELECT i, q.y FROM (SELECT id::bigint AS i FROM t.a) AS p LEFT JOIN (SELECT id AS i, y FROM t.b) AS q USING (i)',
  ),
  check(
    'i?',
    'SELECT i FROM (SELECT x::bigint AS i FROM t.a) AS p RIGHT JOIN (SELECT a_id AS i FROM t.b) AS q USING (i)',
  ),
]
