import { type DeterminismCase, innocent, leak } from '../determinism/case.js'

/** Tables that the views read, for PostgreSQL 14 to 18; the same as {@link sources}. */
export const tables = `
CREATE SCHEMA shop;
CREATE TYPE shop.color AS ENUM ('red', 'blue');
CREATE TABLE shop.item (
  id integer PRIMARY KEY, store_id integer NOT NULL, price numeric(10,2), amount numeric, weight double precision,
  score real, title text NOT NULL, at timestamp with time zone NOT NULL, color shop.color, tags text[], spot point
);
CREATE TABLE shop.store (id integer PRIMARY KEY, city text NOT NULL);
CREATE TABLE shop.scan (item_id integer NOT NULL, n integer NOT NULL, value integer, PRIMARY KEY (item_id, n));
CREATE TABLE shop.named (code character varying(20) PRIMARY KEY, weight double precision);
CREATE TABLE shop.loose (id integer, kind text, value integer, weight double precision);
`

/** Columns and key of each table, as a project declares them. */
export const sources: readonly (readonly [
  name: string,
  columns: readonly string[],
  key: readonly string[],
])[] = [
  [
    'shop.item',
    [
      'id integer NOT NULL',
      'store_id integer NOT NULL',
      'price numeric(10,2)',
      'amount numeric',
      'weight double precision',
      'score real',
      'title text NOT NULL',
      'at timestamp with time zone NOT NULL',
      'color shop.color',
      'tags text[]',
      'spot point',
    ],
    ['id'],
  ],
  ['shop.store', ['id integer NOT NULL', 'city text NOT NULL'], ['id']],
  ['shop.scan', ['item_id integer NOT NULL', 'n integer NOT NULL', 'value integer'], ['item_id', 'n']],
  ['shop.named', ['code character varying(20) NOT NULL', 'weight double precision'], ['code']],
  ['shop.loose', ['id integer', 'kind text', 'value integer', 'weight double precision'], []],
]

const guilty = (name: string, sql: string, since?: number): DeterminismCase => leak('order', name, sql, since)

const takesRows: readonly DeterminismCase[] = [
  guilty('LIMIT alone', 'SELECT id FROM shop.item LIMIT 3'),
  guilty('LIMIT by a column that ties', 'SELECT id FROM shop.item ORDER BY price LIMIT 3'),
  innocent('LIMIT by the key', 'SELECT title FROM shop.item ORDER BY id LIMIT 3'),
  innocent(
    'LIMIT by more than the key',
    'SELECT title FROM shop.item ORDER BY price DESC NULLS LAST, id LIMIT 3',
  ),
  innocent('LIMIT of the values that it is by', 'SELECT price FROM shop.item ORDER BY price LIMIT 3'),
  guilty('LIMIT of numerics of any scale', 'SELECT amount FROM shop.item ORDER BY amount LIMIT 3'),
  guilty('OFFSET', 'SELECT id FROM shop.item ORDER BY price OFFSET 2'),
  innocent('OFFSET 0', 'SELECT id FROM shop.item ORDER BY price OFFSET 0'),
  innocent('LIMIT NULL', 'SELECT id FROM shop.item ORDER BY price LIMIT NULL'),
  innocent('WITH TIES', 'SELECT id FROM shop.item ORDER BY price FETCH FIRST 3 ROWS WITH TIES'),
  guilty(
    'WITH TIES after an OFFSET',
    'SELECT id FROM shop.item ORDER BY price OFFSET 1 ROWS FETCH FIRST 3 ROWS WITH TIES',
  ),
  innocent('LIMIT of the one row of an aggregate', 'SELECT count(*) AS n FROM shop.item LIMIT 1'),
  guilty(
    'LIMIT of a group without a name',
    'SELECT count(*) AS n, min(price) AS p FROM shop.item GROUP BY store_id ORDER BY 1 LIMIT 1',
  ),
  innocent(
    'LIMIT of groups by what they are of',
    'SELECT store_id, count(*) AS n FROM shop.item GROUP BY store_id ORDER BY n DESC, store_id LIMIT 1',
  ),
  guilty(
    'LIMIT in a subquery',
    'SELECT i.id, (SELECT s.value FROM shop.scan s WHERE s.item_id = i.id LIMIT 1) AS v FROM shop.item i',
  ),
  innocent(
    'LIMIT in a subquery, by what is left of the key',
    'SELECT i.id, (SELECT s.value FROM shop.scan s WHERE s.item_id = i.id ORDER BY s.n DESC LIMIT 1) AS v FROM shop.item i',
  ),
  innocent(
    'LIMIT in EXISTS',
    'SELECT i.id FROM shop.item i WHERE EXISTS (SELECT * FROM shop.loose l WHERE l.id = i.id LIMIT 1)',
  ),
  guilty('LIMIT in IN', 'SELECT i.id FROM shop.item i WHERE i.id IN (SELECT l.id FROM shop.loose l LIMIT 2)'),
  guilty(
    'LIMIT in a lateral item',
    'SELECT i.id, x.value FROM shop.item i LEFT JOIN LATERAL (SELECT s.value, s.n FROM shop.scan s WHERE s.item_id = i.id ORDER BY s.value LIMIT 1) AS x ON true',
  ),
  guilty('LIMIT of a union', '(SELECT id FROM shop.item UNION ALL SELECT id FROM shop.store) LIMIT 1'),
  innocent(
    'LIMIT of a union by all of it',
    'SELECT id FROM shop.item UNION SELECT id FROM shop.store ORDER BY id LIMIT 1',
  ),
  innocent(
    'LIMIT of arms with a name each',
    "SELECT 'i' AS src, id, title FROM shop.item UNION ALL SELECT 's', id, city FROM shop.store ORDER BY src, id LIMIT 1",
  ),
  guilty(
    'LIMIT of arms that may hold the same key',
    'SELECT id, title FROM shop.item UNION ALL SELECT id, city FROM shop.store ORDER BY id LIMIT 1',
  ),
  innocent(
    'LIMIT of what EXCEPT leaves',
    'SELECT id, title FROM shop.item EXCEPT SELECT id, city FROM shop.store ORDER BY id LIMIT 1',
  ),
  guilty('DISTINCT ON', 'SELECT DISTINCT ON (store_id) store_id, id FROM shop.item ORDER BY store_id, price'),
  innocent(
    'DISTINCT ON in a total order',
    'SELECT DISTINCT ON (store_id) store_id, title FROM shop.item ORDER BY store_id, price, id',
  ),
  innocent(
    'DISTINCT ON of its own values',
    'SELECT DISTINCT ON (store_id) store_id, price FROM shop.item ORDER BY store_id, price',
  ),
  innocent('DISTINCT', 'SELECT DISTINCT store_id, title FROM shop.item'),
  innocent(
    'LIMIT of distinct rows by all of them',
    'SELECT DISTINCT store_id, title FROM shop.item ORDER BY title, store_id LIMIT 2',
  ),
  guilty(
    'ARRAY of a query',
    'SELECT s.id, ARRAY(SELECT i.id FROM shop.item i WHERE i.store_id = s.id) AS a FROM shop.store s',
  ),
  innocent(
    'ARRAY of a query in order',
    'SELECT s.id, ARRAY(SELECT i.title FROM shop.item i WHERE i.store_id = s.id ORDER BY i.id) AS a FROM shop.store s',
  ),
  innocent(
    'ARRAY of sorted values',
    'SELECT s.id, ARRAY(SELECT i.title FROM shop.item i WHERE i.store_id = s.id ORDER BY i.title) AS a FROM shop.store s',
  ),
  innocent('ORDER BY of the view itself', 'SELECT id FROM shop.item ORDER BY price'),
]

const windows: readonly DeterminismCase[] = [
  guilty('row_number without an order', 'SELECT id, row_number() OVER () AS n FROM shop.item'),
  guilty(
    'row_number by a column that ties',
    'SELECT id, row_number() OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item',
  ),
  innocent(
    'row_number by the key',
    'SELECT id, row_number() OVER (PARTITION BY store_id ORDER BY at DESC, id) AS n FROM shop.item',
  ),
  innocent(
    'row_number within the key',
    'SELECT n, row_number() OVER (PARTITION BY item_id ORDER BY n) AS r FROM shop.scan',
  ),
  guilty('row_number by a part of the key', 'SELECT n, row_number() OVER (ORDER BY n) AS r FROM shop.scan'),
  innocent(
    'rank',
    'SELECT id, rank() OVER (ORDER BY price) AS n, dense_rank() OVER (ORDER BY price) AS d, percent_rank() OVER (ORDER BY price) AS p FROM shop.item',
  ),
  guilty('ntile', 'SELECT id, ntile(4) OVER (ORDER BY price) AS n FROM shop.item'),
  guilty('lag', 'SELECT id, lag(price) OVER (ORDER BY price) AS n FROM shop.item'),
  guilty('lead', 'SELECT id, lead(title) OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item'),
  innocent(
    'lag by the key',
    'SELECT id, lag(price) OVER (PARTITION BY store_id ORDER BY at, id) AS n FROM shop.item',
  ),
  guilty(
    'first_value',
    'SELECT id, first_value(title) OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item',
  ),
  innocent(
    'first_value of what it is sorted by',
    'SELECT id, first_value(at) OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item',
  ),
  guilty(
    'last_value',
    'SELECT id, last_value(title) OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item',
  ),
  guilty('nth_value', 'SELECT id, nth_value(title, 2) OVER (ORDER BY at) AS n FROM shop.item'),
  guilty(
    'a running count of rows',
    'SELECT id, count(*) OVER (ORDER BY at ROWS UNBOUNDED PRECEDING) AS n FROM shop.item',
  ),
  guilty(
    'a moving sum of rows',
    'SELECT id, sum(store_id) OVER (ORDER BY at ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM shop.item',
  ),
  guilty(
    'a moving sum of groups',
    'SELECT id, sum(store_id) OVER (ORDER BY at GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM shop.item',
  ),
  innocent(
    'a moving sum of a range',
    'SELECT id, sum(store_id) OVER (ORDER BY store_id RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM shop.item',
  ),
  innocent(
    'a moving sum of rows by the key',
    'SELECT id, sum(store_id) OVER (ORDER BY at, id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM shop.item',
  ),
  innocent(
    'a frame of the whole partition',
    'SELECT id, max(price) OVER (PARTITION BY store_id ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n FROM shop.item',
  ),
  innocent(
    'a sum by a column that ties',
    'SELECT id, sum(price) OVER (PARTITION BY store_id ORDER BY at) AS n FROM shop.item',
  ),
  guilty(
    'array_agg over a window',
    'SELECT id, array_agg(id) OVER (PARTITION BY store_id) AS n FROM shop.item',
  ),
  innocent(
    'array_agg over a window by the key',
    'SELECT id, array_agg(title) OVER (PARTITION BY store_id ORDER BY id) AS n FROM shop.item',
  ),
  guilty(
    'row_number over groups',
    'SELECT store_id, row_number() OVER (ORDER BY count(*)) AS n FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'row_number over groups by what they are of',
    'SELECT store_id, row_number() OVER (ORDER BY count(*), store_id) AS n FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'row_number over groups by an expression',
    "SELECT date_trunc('day', at AT TIME ZONE 'UTC') AS d, row_number() OVER (ORDER BY date_trunc('day', at AT TIME ZONE 'UTC')) AS n FROM shop.item GROUP BY date_trunc('day', at AT TIME ZONE 'UTC')",
  ),
  guilty(
    'row_number over grouping sets',
    'SELECT store_id, row_number() OVER (ORDER BY store_id) AS n FROM shop.item GROUP BY ROLLUP (store_id)',
  ),
]

const joins: readonly DeterminismCase[] = [
  innocent(
    'a join that finds one row',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i JOIN shop.store s ON s.id = i.store_id',
  ),
  innocent(
    'an outer join that finds one row',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i LEFT JOIN shop.store s ON s.id = i.store_id',
  ),
  guilty(
    'a join that finds many',
    'SELECT i.id, row_number() OVER (ORDER BY s.id) AS n FROM shop.item i JOIN shop.store s ON s.id = i.store_id',
  ),
  guilty(
    'an outer join that finds many',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i LEFT JOIN shop.scan s ON s.item_id = i.id',
  ),
  innocent(
    'an outer join that finds many, by both keys',
    'SELECT i.id, row_number() OVER (ORDER BY i.id, s.n) AS n FROM shop.item i LEFT JOIN shop.scan s ON s.item_id = i.id',
  ),
  innocent(
    'a condition that makes the rest of a key known',
    'SELECT s.item_id, row_number() OVER (ORDER BY s.item_id) AS n FROM shop.scan s WHERE s.n = 1',
  ),
  guilty(
    'a condition on the optional side',
    'SELECT s.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.store s LEFT JOIN shop.item i ON i.store_id = s.id',
  ),
  guilty(
    'a full join',
    'SELECT row_number() OVER (ORDER BY i.id) AS n FROM shop.item i FULL JOIN shop.store s ON s.id = i.id',
  ),
  innocent('USING', 'SELECT row_number() OVER (ORDER BY id) AS n FROM shop.item JOIN shop.store USING (id)'),
  guilty(
    'a cross join by one key',
    'SELECT row_number() OVER (ORDER BY i.id) AS n FROM shop.item i, shop.store s',
  ),
  innocent(
    'a cross join by both keys',
    'SELECT row_number() OVER (ORDER BY s.id, i.id) AS n FROM shop.item i, shop.store s',
  ),
  guilty(
    'a table without a key',
    'SELECT id, row_number() OVER (ORDER BY id, kind, value) AS n FROM shop.loose',
  ),
  innocent(
    'distinct rows of a table without a key',
    'SELECT id, row_number() OVER (ORDER BY id, kind) AS n FROM (SELECT DISTINCT id, kind FROM shop.loose) AS d',
  ),
  innocent(
    'groups in a subquery',
    'SELECT kind, row_number() OVER (ORDER BY kind) AS n FROM (SELECT kind, count(*) AS c FROM shop.loose GROUP BY kind) AS d',
  ),
  innocent(
    'groups in a CTE',
    'WITH d AS (SELECT kind, count(*) AS c FROM shop.loose GROUP BY kind) SELECT kind, row_number() OVER (ORDER BY kind) AS n FROM d',
  ),
  guilty(
    'a recursive CTE',
    'WITH RECURSIVE d AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM d WHERE x < 3) SELECT x, row_number() OVER (ORDER BY x) AS n FROM d',
  ),
  innocent(
    'numbered rows',
    'SELECT id, lag(title) OVER (PARTITION BY store_id ORDER BY n) AS l FROM (SELECT *, row_number() OVER (PARTITION BY store_id ORDER BY at, id) AS n FROM shop.item) AS d',
  ),
  innocent(
    'one row a lateral item',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i CROSS JOIN LATERAL (SELECT count(*) AS c FROM shop.scan s WHERE s.item_id = i.id) AS x',
  ),
  guilty(
    'many rows a lateral item',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i CROSS JOIN LATERAL (SELECT s.value FROM shop.scan s WHERE s.item_id = i.id) AS x',
  ),
  guilty(
    'a lateral item that repeats what is beside it',
    'SELECT l.x, row_number() OVER () AS n FROM (SELECT id FROM shop.item) AS i CROSS JOIN LATERAL (SELECT i.id AS x) AS l WHERE l.x = i.id',
  ),
  innocent(
    'the same by the key',
    'SELECT l.x, row_number() OVER (ORDER BY l.x) AS n FROM (SELECT id FROM shop.item) AS i CROSS JOIN LATERAL (SELECT i.id AS x) AS l WHERE l.x = i.id',
  ),
  guilty(
    'items of an array',
    'SELECT i.id, row_number() OVER (ORDER BY i.id, t) AS n FROM shop.item i CROSS JOIN LATERAL unnest(i.tags) AS t',
  ),
  innocent(
    'items of an array by their place',
    'SELECT i.id, row_number() OVER (ORDER BY i.id, t.at) AS n FROM shop.item i CROSS JOIN LATERAL unnest(i.tags) WITH ORDINALITY AS t (tag, at)',
  ),
  innocent(
    'a series of numbers',
    'SELECT g, row_number() OVER (ORDER BY g) AS n FROM generate_series(1, 3) AS g',
  ),
  innocent(
    'constants in VALUES',
    "SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i JOIN (VALUES ('red'::shop.color, 1), ('blue', 2)) AS v (color, rank) ON v.color = i.color",
  ),
  guilty(
    'the same constant twice in VALUES',
    "SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i JOIN (VALUES ('red'::shop.color, 1), ('red', 2)) AS v (color, rank) ON v.color = i.color",
  ),
]

const equalities: readonly DeterminismCase[] = [
  guilty(
    'a text key compared as char(n)',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i JOIN shop.named n ON n.code = i.title::character(5)',
  ),
  guilty('a text key sorted as char(n)', 'SELECT code FROM shop.named ORDER BY code::bpchar LIMIT 1'),
  innocent(
    'a varchar key compared as text',
    'SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM shop.item i JOIN shop.named n ON n.code = i.title',
  ),
  guilty(
    'a CTE within a CTE of its name',
    'WITH f AS (SELECT q.id FROM (WITH f AS (SELECT id FROM shop.store) SELECT f.id FROM f) AS q) SELECT f.id, row_number() OVER (ORDER BY f.id) AS n FROM f',
  ),
  innocent(
    'CTEs of one name beside each other',
    'SELECT a.id, row_number() OVER (ORDER BY a.id) AS n FROM (WITH f AS (SELECT id FROM shop.store) SELECT f.id FROM f) AS a JOIN (WITH f AS (SELECT id FROM shop.item) SELECT f.id FROM f) AS b ON b.id = a.id',
  ),
  innocent(
    'days of a series',
    "SELECT d, row_number() OVER (ORDER BY d) AS n FROM generate_series(timestamp '2024-01-01', '2024-02-01', interval '1 day') AS g (d)",
  ),
]

const aggregates: readonly DeterminismCase[] = [
  guilty('array_agg', 'SELECT store_id, array_agg(id) AS a FROM shop.item GROUP BY store_id'),
  guilty(
    'array_agg by a column that ties',
    'SELECT store_id, array_agg(title ORDER BY at) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'array_agg by the key',
    'SELECT store_id, array_agg(title ORDER BY at, id) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'array_agg of sorted values',
    'SELECT store_id, array_agg(title ORDER BY title) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'array_agg of sorted prices',
    'SELECT store_id, array_agg(price ORDER BY price) AS a FROM shop.item GROUP BY store_id',
  ),
  guilty(
    'array_agg of sorted numerics of any scale',
    'SELECT store_id, array_agg(amount ORDER BY amount) AS a FROM shop.item GROUP BY store_id',
  ),
  guilty(
    'array_agg over a sorted subquery',
    'SELECT array_agg(d.title) AS a FROM (SELECT title FROM shop.item ORDER BY id) AS d',
  ),
  guilty('string_agg', "SELECT store_id, string_agg(title, ',') AS a FROM shop.item GROUP BY store_id"),
  innocent(
    'string_agg of sorted values',
    "SELECT store_id, string_agg(DISTINCT title, ',' ORDER BY title) AS a FROM shop.item GROUP BY store_id",
  ),
  innocent(
    'string_agg within the key',
    "SELECT item_id, string_agg(value::text, ',' ORDER BY n) AS a FROM shop.scan GROUP BY item_id",
  ),
  innocent(
    'string_agg of distinct values',
    "SELECT store_id, string_agg(DISTINCT title, ',') AS a FROM shop.item GROUP BY store_id",
  ),
  guilty('json_agg', 'SELECT store_id, json_agg(id) AS a FROM shop.item GROUP BY store_id'),
  guilty('jsonb_agg', 'SELECT store_id, jsonb_agg(id) AS a FROM shop.item GROUP BY store_id'),
  guilty(
    'json_object_agg',
    'SELECT store_id, json_object_agg(title, id) AS a FROM shop.item GROUP BY store_id',
  ),
  guilty(
    'jsonb_object_agg by names that come twice',
    'SELECT store_id, jsonb_object_agg(title, id) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'jsonb_object_agg by the key',
    'SELECT store_id, jsonb_object_agg(id, title) AS a FROM shop.item GROUP BY store_id',
  ),
  guilty('xmlagg', 'SELECT xmlagg(xmlelement(name a, title)) AS a FROM shop.item'),
  guilty(
    'mode',
    'SELECT store_id, mode() WITHIN GROUP (ORDER BY title) AS a FROM shop.item GROUP BY store_id',
  ),
  guilty(
    'percentile_disc of numerics of any scale',
    'SELECT store_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'percentile_disc of numerics of one scale, and of those that are cast to one',
    `SELECT store_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY price) AS a,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY amount::numeric(12,4)) AS b FROM shop.item GROUP BY store_id`,
  ),
  guilty('any_value', 'SELECT store_id, any_value(title) AS a FROM shop.item GROUP BY store_id', 16),
  guilty('JSON_ARRAYAGG', 'SELECT store_id, JSON_ARRAYAGG(id) AS a FROM shop.item GROUP BY store_id', 16),
  innocent(
    'JSON_ARRAYAGG by the key',
    'SELECT store_id, JSON_ARRAYAGG(title ORDER BY id) AS a FROM shop.item GROUP BY store_id',
    16,
  ),
  innocent(
    'sums of whole numbers and numerics',
    'SELECT store_id, sum(id) AS a, avg(price) AS b, stddev(amount) AS c, count(*) AS d, max(weight) AS e, bool_or(id > 1) AS f FROM shop.item GROUP BY store_id',
  ),
  innocent(
    'percentiles',
    'SELECT store_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY weight) AS a FROM shop.item GROUP BY store_id',
  ),
  innocent('one row a group', 'SELECT id, array_agg(title) AS a FROM shop.item GROUP BY id'),
]

const sum = (name: string, sql: string): DeterminismCase => leak('addition', name, sql)

const sums: readonly DeterminismCase[] = [
  sum('sum of double precision', 'SELECT store_id, sum(weight) AS a FROM shop.item GROUP BY store_id'),
  sum('sum of real', 'SELECT store_id, sum(score) AS a FROM shop.item GROUP BY store_id'),
  sum('avg', 'SELECT avg(weight) AS a FROM shop.item'),
  sum('variance', 'SELECT variance(weight) AS a FROM shop.item'),
  sum('stddev', 'SELECT stddev_pop(score) AS a FROM shop.item'),
  sum('corr', 'SELECT corr(weight, score) AS a FROM shop.item'),
  sum('regression', 'SELECT regr_slope(weight, score) AS a FROM shop.item'),
  sum('covariance', 'SELECT covar_samp(weight, score) AS a FROM shop.item'),
  sum('numbers made floating-point', 'SELECT sum(price::double precision) AS a FROM shop.item'),
  sum('an average over a window', 'SELECT id, avg(weight) OVER (PARTITION BY store_id) AS a FROM shop.item'),
  sum('a running sum by a column that ties', 'SELECT id, sum(weight) OVER (ORDER BY at) AS a FROM shop.item'),
  sum('with a FILTER', 'SELECT sum(weight) FILTER (WHERE id > 1) AS a FROM shop.item'),
  innocent('numbers made numeric', 'SELECT sum(weight::numeric) AS a FROM shop.item'),
  innocent('sum by the key', 'SELECT sum(weight ORDER BY id) AS a FROM shop.item'),
  innocent('sum of sorted numbers', 'SELECT sum(weight ORDER BY weight) AS a FROM shop.item'),
  innocent(
    'a running sum by the key',
    'SELECT id, sum(weight) OVER (PARTITION BY store_id ORDER BY id) AS a FROM shop.item',
  ),
  innocent('a count of a regression', 'SELECT regr_count(weight, score) AS a FROM shop.item'),
  innocent('min and max', 'SELECT min(weight) AS a, max(score) AS b FROM shop.item'),
]

const digit = (name: string, sql: string, since?: number): DeterminismCase => leak('digits', name, sql, since)

const digits: readonly DeterminismCase[] = [
  digit('double precision as text', 'SELECT weight::text AS a FROM shop.item'),
  digit('real as text', 'SELECT score::character varying AS a FROM shop.item'),
  digit('its output function', 'SELECT float8out(weight)::text AS a FROM shop.item'),
  digit('an array as text', 'SELECT ARRAY[weight, 1]::text AS a FROM shop.item'),
  digit('a point as text', 'SELECT spot::text AS a FROM shop.item'),
  digit('concatenation', "SELECT weight || ' kg' AS a FROM shop.item"),
  digit('concat', "SELECT concat(weight, ' kg') AS a FROM shop.item"),
  digit('format', "SELECT format('%s kg', weight) AS a FROM shop.item"),
  digit('array_to_string', "SELECT array_to_string(ARRAY[weight], ',') AS a FROM shop.item"),
  digit('JSON', 'SELECT to_jsonb(weight) AS a FROM shop.item'),
  digit('a JSON object', "SELECT jsonb_build_object('w', weight) AS a FROM shop.item"),
  digit('a row as JSON', 'SELECT to_json(s) AS a FROM (SELECT id, weight FROM shop.item) AS s'),
  digit('a row as text', 'SELECT s::text AS a FROM (SELECT id, weight FROM shop.item) AS s'),
  digit('JSON_ARRAY', 'SELECT JSON_ARRAY(weight) AS a FROM shop.item', 16),
  innocent('numeric as text', 'SELECT weight::numeric::text AS a FROM shop.item'),
  innocent('rounded numbers as text', 'SELECT round(weight::numeric, 2)::text AS a FROM shop.item'),
  innocent('whole numbers as text', "SELECT id::text || ' ' || price AS a FROM shop.item"),
  innocent('to_char', "SELECT to_char(weight, '999990') AS a FROM shop.item"),
  innocent('text as a number', 'SELECT title::double precision AS a FROM shop.item'),
  innocent(
    'one number as another',
    'SELECT weight::real AS a, score::double precision AS b, weight::integer AS c FROM shop.item',
  ),
  innocent('JSON of numerics', "SELECT jsonb_build_object('p', price, 'i', id) AS a FROM shop.item"),
  innocent('concatenation of arrays', 'SELECT ARRAY[weight] || ARRAY[score] AS a FROM shop.item'),
  innocent('comparison', 'SELECT weight > 1.5 AS a FROM shop.item'),
  innocent('arithmetic', 'SELECT weight * 2 + score AS a FROM shop.item'),
  innocent('JSON as a number', "SELECT ('{\"a\": 1}'::jsonb ->> 'a')::double precision AS a"),
  innocent('an array of numbers', 'SELECT ARRAY[weight] AS a FROM shop.item'),
]

export const orderCases: readonly DeterminismCase[] = [
  ...takesRows,
  ...windows,
  ...joins,
  ...equalities,
  ...aggregates,
  ...sums,
  ...digits,
]
