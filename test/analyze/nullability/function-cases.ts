import { check } from './case.js'

export const functionCases = [
  check('s! t? u!', 'SELECT id + 1 AS s, x + 1 AS t, f / n::double precision AS u FROM t.a WHERE n <> 0'),
  check('a? b? c! d!', "SELECT j -> 'k' AS a, j ->> 'k' AS b, jsonb_typeof(j) AS c, j ? 'k' AS d FROM t.a"),
  check(
    'a? b? c! d?',
    "SELECT j #>> '{k}' AS a, j['k'] AS b, to_jsonb(x IS NULL) AS c, to_jsonb(x) AS d FROM t.a",
  ),
  check(
    'a? b!',
    "SELECT (j -> 'n')::numeric AS a, jsonb_build_object('x', x, 'z', z) AS b FROM t.a WHERE jsonb_typeof(j -> 'n') = 'number'",
  ),
  check(
    'a? b! c!',
    "SELECT jsonb_path_query_first(j, '$.k') AS a, jsonb_path_query_array(j, '$.k') AS b, j || '{}' AS c FROM t.a",
  ),
  check('a? b! c!', "SELECT concat_ws(z, y, x) AS a, concat(x, z) AS b, concat_ws(',', x, z) AS c FROM t.a"),
  check(
    'a? b! c! d?',
    "SELECT format(z, x) AS a, format('%s', x) AS b, num_nulls(x, z) AS c, num_nulls(VARIADIC NULL::integer[]) AS d FROM t.a",
  ),
  check(
    'a! b? c?',
    "SELECT string_to_array(y, ',') AS a, string_to_array(z, ',') AS b, (string_to_array(y, ','))[1] AS c FROM t.a",
  ),
  check(
    'a? b? c! d!',
    'SELECT array_length(arr, 1) AS a, arr[1] AS b, cardinality(arr) AS c, array_append(arr, x) AS d FROM t.a',
  ),
  check(
    'a? b! c? d!',
    "SELECT regexp_match(y, 'b') AS a, regexp_replace(y, 'b', 'c') AS b, substring(y FROM 'b') AS c, substring(y FROM 1 FOR 2) AS d FROM t.a",
  ),
  check(
    'a! b! c? d!',
    "SELECT lower(y) AS a, btrim(y) || '!' AS b, lower(z) AS c, y LIKE 'a%' AS d FROM t.a",
  ),
  check(
    'a? b! c! d? e!',
    "SELECT extract(day FROM ts) AS a, extract(epoch FROM ts) AS b, date_trunc('day', ts) AS c, ts::time AS d, ts::date AS e FROM t.a",
  ),
  check(
    'a! b? c! d?',
    "SELECT date_part('year', ts) AS a, to_char(ts, 'YYYY') AS b, ts AT TIME ZONE 'UTC' AS c, d + 1 AS d FROM t.a",
  ),
  check(
    'a! b! c?',
    "SELECT make_interval(days => id) AS a, ts - interval '1 day' AS b, age(d) AS c FROM t.a WHERE isfinite(ts)",
  ),
  check('a? b! c!', 'SELECT t.user_null(id) AS a, abs(id) AS b, round(n, 1) AS c FROM t.a'),
  check(
    'a! b! c? d?',
    'SELECT id::text AS a, y::varchar(2) AS b, x::text AS c, (x::text)::integer AS d FROM t.a',
  ),
  check('a! b?', "SELECT 'sad'::t.mood = 'ok' AS a, pr OPERATOR(t.===) pr AS b FROM t.a"),
  check('a! b? c?', 'SELECT ROW(x, z)::t.pair AS a, pr AS b, (pr).l AS c FROM t.a'),
  check(
    'a! b! c! d?',
    'SELECT ARRAY[x, 1] AS a, ARRAY[]::integer[] AS b, arr::text[] AS c, NULL::integer[] AS d FROM t.a',
  ),
  check(
    'a! b? c!',
    'SELECT int4range(id, NULL) AS a, upper(int4range(id, NULL)) AS b, isempty(int4range(1, 1)) AS c FROM t.a',
  ),
  check(
    'a! b! c? d!',
    "SELECT json_object('a': x) AS a, json_array(x, z) AS b, json_scalar(x) AS c, json_scalar(id) AS d FROM t.a",
  ),
  check(
    'a! b! c? d!',
    "SELECT json_serialize(j RETURNING text) AS a, j IS JSON AS b, z IS JSON AS c, json('{}') AS d FROM t.a",
  ),
  check(
    'a? b! c?',
    "SELECT json_arrayagg(x) AS a, coalesce(json_objectagg(id: x), '{}') AS b, json_objectagg(id: x) AS c FROM t.a",
  ),
  check(
    'a! b!',
    'SELECT json_arrayagg(x RETURNING jsonb) AS a, json_objectagg(id: x ABSENT ON NULL) AS b FROM t.a GROUP BY flag',
  ),
  check(
    'a? b? c?',
    "SELECT json_value(j, '$.k') AS a, json_query(j, '$.k') AS b, json_exists(k, '$.k') AS c FROM t.a",
  ),
  check('a? b?', 'SELECT xmlelement(name q, x)::text AS a, xmlforest(x)::text AS b FROM t.a WHERE id < 0'),
  check('a! b!', 'SELECT pg_typeof(x) AS a, md5(y) AS b FROM t.a'),
  check('a?', 'SELECT tableoid AS a FROM t.a'),
  check('a! b!', 'SELECT y COLLATE "C" AS a, (y COLLATE "C") < \'b\' AS b FROM t.a'),
  check('a? b!', "SELECT to_number(y, '99') AS a, to_date('2024', 'YYYY') AS b FROM t.a WHERE y = '12'"),
]
