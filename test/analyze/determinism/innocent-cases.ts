import { innocent, type DeterminismCase } from './case.js'

/** What looks like a leak and is none, and what is in any view. */
export const innocentCases: readonly DeterminismCase[] = [
  innocent('columns', 'SELECT * FROM shop.visit'),
  innocent(
    'numbers and conditions',
    "SELECT price * 2 AS c, weight > 1 AND is_new AS d, coalesce(title, '') AS e FROM shop.offer WHERE id > 3",
  ),
  innocent(
    'aggregates',
    'SELECT count(*) AS n, sum(price) AS s, max(weight) AS m, avg(id) AS a FROM shop.offer GROUP BY title',
  ),
  innocent('max of timestamptz', 'SELECT max(at) AS c, array_agg(at ORDER BY at) AS d FROM shop.visit'),
  innocent(
    'windows',
    'SELECT rank() OVER (PARTITION BY title ORDER BY id) AS c, sum(price) OVER (ORDER BY id) AS d FROM shop.offer',
  ),
  innocent(
    'a frame of numbers',
    'SELECT sum(price) OVER (ORDER BY id RANGE 3 PRECEDING) AS c FROM shop.offer',
  ),
  innocent(
    'a frame of days over dates',
    "SELECT count(*) OVER (ORDER BY day RANGE '1 day' PRECEDING) AS c FROM shop.visit",
  ),
  innocent('joins', 'SELECT o.id, v.at FROM shop.offer o LEFT JOIN shop.visit v USING (id)'),
  innocent('a subquery', 'SELECT id IN (SELECT v.id FROM shop.visit v) AS c FROM shop.offer'),
  innocent('date_trunc of timestamp', "SELECT date_trunc('day', local) AS c FROM shop.visit"),
  innocent('date_trunc in a zone', "SELECT date_trunc('day', at, 'UTC') AS c FROM shop.visit"),
  innocent(
    'extract from timestamp',
    'SELECT extract(hour FROM local) AS c, extract(dow FROM day) AS d FROM shop.visit',
  ),
  innocent(
    'extract of epoch',
    "SELECT extract(epoch FROM at) AS c, date_part('EPOCH', at) AS d FROM shop.visit",
  ),
  innocent(
    'AT TIME ZONE',
    "SELECT at AT TIME ZONE 'UTC' AS c, (at AT TIME ZONE 'UTC')::date AS d FROM shop.visit",
  ),
  innocent('AT TIME ZONE the other way', "SELECT local AT TIME ZONE 'UTC' AS c FROM shop.visit"),
  innocent(
    'differences of times',
    'SELECT at - at AS c, local - local AS d, day - day AS e, day + 1 AS f FROM shop.visit',
  ),
  innocent(
    'timestamp with interval',
    "SELECT local + interval '1 day' AS c, day + span AS d FROM shop.visit",
  ),
  innocent(
    'comparison of timestamptz',
    'SELECT at > at AS c, greatest(at, at) AS d FROM shop.visit ORDER BY at',
  ),
  innocent(
    'age of two',
    'SELECT age(local, local) AS c, age(at AT TIME ZONE $$UTC$$, local) AS d FROM shop.visit',
  ),
  innocent(
    'constant times',
    "SELECT at > '2024-01-01 00:00Z'::timestamp with time zone AS c, 'now'::date AS d FROM shop.visit",
  ),
  innocent('to_timestamp of a number', 'SELECT to_timestamp(weight) AS c FROM shop.offer'),
  innocent('make_date', 'SELECT make_date(id + 2000, 1, 1) AS c FROM shop.offer'),
  innocent(
    'make_timestamptz in a zone',
    "SELECT make_timestamptz(id + 2000, 1, 1, 0, 0, 0, 'UTC') AS c FROM shop.offer",
  ),
  innocent(
    'to_date with a pattern',
    "SELECT to_date((id + 20240100)::text, 'YYYYMMDD') AS c FROM shop.offer",
  ),
  innocent(
    'to_char with a pattern',
    "SELECT to_char(local, 'YYYY-MM-DD') AS c, to_char(price, 'FM999.00') AS d FROM shop.visit, shop.offer",
  ),
  innocent(
    'jsonb',
    "SELECT meta ->> 'a' AS a, meta -> 'b' AS b, meta #>> '{c,d}' AS c, meta ? 'e' AS e FROM shop.offer",
  ),
  innocent(
    'jsonb as numbers',
    "SELECT (meta ->> 'n')::integer AS a, (meta ->> 'f')::boolean AS b, jsonb_typeof(meta) AS c FROM shop.offer",
  ),
  innocent(
    'jsonb paths',
    "SELECT meta @? '$.a' AS a, jsonb_path_query_first(meta, '$.a') AS b FROM shop.offer",
  ),
  innocent(
    'regular expressions',
    "SELECT title ~ 'a+' AS a, regexp_replace(title, 'a', 'b') AS b, title LIKE 'a%' AS c FROM shop.offer",
  ),
  innocent(
    'immutable casts',
    'SELECT id::bigint AS a, price::double precision AS b, code::text AS c, meta::text AS d FROM shop.offer',
  ),
  innocent(
    'text read back',
    'SELECT id::text::integer AS a, code::text::uuid AS b, photo::text AS c, tags::text AS d FROM shop.offer',
  ),
  innocent(
    'enums',
    "SELECT color::text AS a, color::text::shop.color AS b, color = 'red' AS c, enum_range(color) AS d FROM shop.offer",
  ),
  innocent('a domain of integers', 'SELECT rate::text AS a, id::shop.percent AS b FROM shop.offer'),
  innocent('a range of integers', 'SELECT sizes::text AS a, lower(sizes) AS b FROM shop.offer'),
  innocent('ranges of times', 'SELECT lower(slot) AS a, slot @> at AS b, days * days AS c FROM shop.visit'),
  innocent(
    'a row of text',
    'SELECT ROW(id, title)::text AS a, ROW(id, title)::shop.pair AS b FROM shop.offer',
  ),
  innocent('time as text', 'SELECT clock::text AS c FROM shop.visit'),
  innocent(
    'concat of text',
    "SELECT concat(title, id) AS a, format('%s', id) AS b, title || id AS c, concat_ws(',', title, price) AS d FROM shop.offer",
  ),
  innocent('quoted text', 'SELECT quote_literal(title) AS a, quote_nullable(id) AS b FROM shop.offer'),
  innocent(
    'JSON of numbers',
    "SELECT jsonb_build_object('a', id) AS a, to_jsonb(price) AS b, to_json(tags) AS c, jsonb_build_array(id, title) AS d FROM shop.offer",
  ),
  innocent(
    'JSON of dates',
    'SELECT to_jsonb(day) AS a, json_agg(local ORDER BY local) AS b, to_jsonb(workday) AS c FROM shop.visit GROUP BY day, workday',
  ),
  innocent('JSON of a table', 'SELECT to_jsonb(p) AS a, row_to_json(p) AS b FROM shop.plain p'),
  innocent(
    'JSON of a subquery',
    'SELECT json_agg(q) AS a FROM (SELECT max(id) AS id, max(day) AS day FROM shop.plain) AS q',
  ),
  innocent('JSON of a CTE', 'WITH w AS (SELECT id, day FROM shop.plain) SELECT to_jsonb(w) AS a FROM w'),
  innocent('JSON of VALUES', "SELECT to_jsonb(v) AS a FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, t)"),
  innocent(
    'jsonb_to_record of numbers',
    'SELECT r.* FROM shop.offer, jsonb_to_record(meta) AS r (a integer, b text, c jsonb)',
  ),
  innocent(
    'json_populate_record',
    'SELECT (json_populate_record(NULL::shop.pair, raw)).r AS a FROM shop.offer',
  ),
  innocent(
    'JSON_VALUE',
    "SELECT JSON_VALUE(meta, '$.a' RETURNING integer NULL ON ERROR) AS c FROM shop.offer",
    17,
  ),
  innocent(
    'JSON_TABLE',
    "SELECT j.* FROM shop.offer, JSON_TABLE(meta, '$' COLUMNS (a integer PATH '$.a', n FOR ORDINALITY)) AS j",
    17,
  ),
  innocent('JSON_OBJECT', "SELECT JSON_OBJECT('a': id, 'b': title) AS c FROM shop.offer", 16),
  innocent('series of integers', 'SELECT g AS c FROM generate_series(1, 3) AS g'),
  innocent(
    'series of timestamps',
    "SELECT g.c FROM shop.visit, generate_series(local, local, interval '1 day') AS g (c)",
  ),
  innocent(
    'arrays',
    'SELECT tags[1] AS a, unnest(tags) AS b, array_length(tags, 1) AS c, id = ANY (ARRAY[1, 2]) AS d FROM shop.offer',
  ),
  innocent('a repeatable sample', 'SELECT id FROM shop.offer TABLESAMPLE bernoulli (50) REPEATABLE (7)'),
  innocent('tableoid', 'SELECT tableoid AS c FROM shop.offer'),
  innocent(
    'text search with a configuration',
    "SELECT to_tsvector('simple'::regconfig, title) @@ to_tsquery('simple'::regconfig, 'a') AS c FROM shop.offer",
  ),
  innocent(
    'hashes',
    "SELECT md5(title) AS a, sha256(convert_to(title, 'UTF8')) AS b, hashtext(title) AS c FROM shop.offer",
  ),
  innocent('sets', 'SELECT id FROM shop.offer UNION SELECT id FROM shop.visit EXCEPT SELECT 1'),
  innocent(
    'a recursive query',
    'WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r',
  ),
  innocent(
    'grouping sets',
    'SELECT title, is_new, count(*) AS n FROM shop.offer GROUP BY ROLLUP (title, is_new)',
  ),
  innocent(
    'names that only sound so',
    'SELECT \'now()\' AS now, id AS random, title AS "current_date" FROM shop.offer',
  ),
]
