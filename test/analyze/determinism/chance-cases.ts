import { leak, type DeterminismCase } from './case.js'

/** Text that is read as a date, chance, and what only the server knows. */
export const chanceCases: readonly DeterminismCase[] = [
  leak('cast', 'text as timestamptz', 'SELECT title::timestamp with time zone AS c FROM shop.offer'),
  leak('cast', 'text as timestamp', 'SELECT title::timestamp without time zone AS c FROM shop.offer'),
  leak('cast', 'text as date', 'SELECT title::date AS c FROM shop.offer'),
  leak('cast', 'text as time', 'SELECT title::time AS c FROM shop.offer'),
  leak('cast', 'text as time with time zone', 'SELECT title::time with time zone AS c FROM shop.offer'),
  leak('cast', 'text out of JSON as date', "SELECT (meta ->> 'day')::date AS c FROM shop.offer"),
  leak('cast', 'text as a domain over date', 'SELECT title::shop.workday AS c FROM shop.offer'),
  leak('cast', 'text as an array of dates', 'SELECT title::date[] AS c FROM shop.offer'),
  leak('cast', 'texts as dates', 'SELECT tags::date[] AS c FROM shop.offer'),
  leak('cast', 'text as a range of timestamptz', 'SELECT title::tstzrange AS c FROM shop.offer'),
  leak('cast', 'text as a row with a timestamptz', 'SELECT title::shop.slot AS c FROM shop.offer'),
  leak(
    'cast',
    'an input function by name',
    'SELECT timestamptz_in(textout(title), 0, -1) AS c FROM shop.offer',
  ),
  leak(
    'cast',
    'json_populate_record',
    'SELECT (json_populate_record(NULL::shop.slot, raw)).opens AS c FROM shop.offer',
  ),
  leak(
    'cast',
    'jsonb_to_record',
    'SELECT r.day FROM shop.offer, jsonb_to_record(meta) AS r (id integer, day date)',
  ),
  leak(
    'cast',
    'jsonb_to_recordset',
    'SELECT r.c FROM shop.offer, jsonb_to_recordset(meta) AS r (c timestamp without time zone)',
  ),
  leak(
    'cast',
    'jsonb_to_record of a row with a timestamptz',
    'SELECT r.a FROM shop.offer, jsonb_to_record(meta) AS r (a shop.slot)',
  ),
  leak('cast', 'JSON_VALUE', "SELECT JSON_VALUE(meta, '$.day' RETURNING date) AS c FROM shop.offer", 17),
  leak('cast', 'JSON_QUERY', "SELECT JSON_QUERY(meta, '$.days' RETURNING date[]) AS c FROM shop.offer", 17),
  leak(
    'cast',
    'JSON_TABLE',
    "SELECT j.c FROM shop.offer, JSON_TABLE(meta, '$' COLUMNS (c date PATH '$.c')) AS j",
    17,
  ),
  leak(
    'clock',
    'a default in JSON_TABLE',
    "SELECT j.c FROM shop.offer, JSON_TABLE(meta, '$' COLUMNS (c integer PATH '$.c' DEFAULT extract(epoch FROM now())::integer ON EMPTY)) AS j",
    17,
  ),
  leak(
    'cast',
    'XMLTABLE',
    "SELECT x.c FROM shop.offer, XMLTABLE('/a' PASSING note COLUMNS c date PATH 'b') AS x",
  ),
  leak('cast', 'pg_input_is_valid', "SELECT pg_input_is_valid(title, 'date') AS c FROM shop.offer", 16),

  leak('random', 'random()', 'SELECT random() AS c'),
  leak('random', 'gen_random_uuid()', 'SELECT gen_random_uuid() AS c'),
  leak('random', 'random_normal()', 'SELECT random_normal() AS c', 16),
  leak('random', 'random(int, int)', 'SELECT random(1, 6) AS c', 17),
  leak('random', 'array_shuffle', 'SELECT array_shuffle(tags) AS c FROM shop.offer', 16),
  leak('random', 'uuidv7()', 'SELECT uuidv7() AS c', 18),
  leak('random', 'in ORDER BY', 'SELECT id FROM shop.offer ORDER BY random()'),

  leak('sequence', 'nextval', "SELECT nextval('shop.numbers'::regclass) AS c"),
  leak('sequence', 'currval', "SELECT currval('shop.numbers'::regclass) AS c"),
  leak('sequence', 'lastval', 'SELECT lastval() AS c'),

  leak('sample', 'TABLESAMPLE', 'SELECT id FROM shop.offer TABLESAMPLE bernoulli (10)'),
  leak('sample', 'TABLESAMPLE system', 'SELECT id FROM shop.offer TABLESAMPLE system (10)'),

  leak('volatile', 'pg_sleep', 'SELECT pg_sleep(0) IS NULL AS c'),
  leak('volatile', 'set_config', "SELECT set_config('a.b', 'c', false) AS c"),
  leak('volatile', 'pg_relation_size', "SELECT pg_relation_size('shop.offer'::regclass) AS c"),

  leak('physical', 'ctid', 'SELECT ctid AS c FROM shop.offer'),
  leak('physical', 'xmin', 'SELECT xmin AS c FROM shop.offer'),
  leak('physical', 'of an outer query', 'SELECT (SELECT o.cmax) AS c FROM shop.offer o'),
  leak('physical', 'pg_column_size', 'SELECT pg_column_size(title) AS c FROM shop.offer'),

  leak('catalog', 'pg_class', 'SELECT relname AS c FROM pg_class'),
  leak('catalog', 'information_schema', 'SELECT count(*) AS c FROM information_schema.tables'),
  leak('catalog', 'in a subquery', 'SELECT id FROM shop.offer WHERE EXISTS (SELECT FROM pg_namespace)'),
]
