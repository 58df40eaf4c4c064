import { source } from '../support/project.js'

/** Types and functions that the tables and views use; run before them. */
export const prelude = `
  CREATE SCHEMA t;
  CREATE DOMAIN t.loose AS integer CHECK (VALUE > -100);
  CREATE DOMAIN t.firm AS integer NOT NULL;
  CREATE DOMAIN t.firmer AS t.firm CHECK (VALUE > -100);
  CREATE TYPE t.mood AS ENUM ('sad', 'ok');
  CREATE TYPE t.pair AS (l integer, r text);
  CREATE FUNCTION t.user_null(integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT NULL::integer';
  CREATE FUNCTION t.user_eq(t.pair, t.pair) RETURNS boolean LANGUAGE sql AS 'SELECT NULL::boolean';
  CREATE OPERATOR t.=== (LEFTARG = t.pair, RIGHTARG = t.pair, FUNCTION = t.user_eq);
  CREATE AGGREGATE t.user_sum (integer) (SFUNC = int4pl, STYPE = integer);
`

/** \`a\` and \`b\` have NULL wherever they may; \`e\` stays empty whatever the rest holds. */
export const tables = [
  source(
    't.a',
    [
      'id integer NOT NULL',
      'x integer',
      'y text NOT NULL',
      'z text',
      'flag boolean',
      'd date',
      'ts timestamp with time zone NOT NULL',
      'j jsonb NOT NULL',
      'k jsonb',
      'arr integer[] NOT NULL',
      'f double precision NOT NULL',
      'n numeric NOT NULL',
      'p t.firm',
      'pr t.pair',
    ],
    ['id'],
  ),
  source('t.b', ['id integer NOT NULL', 'a_id integer', 'x integer NOT NULL', 'y text'], ['id']),
  source('t.e', ['id integer NOT NULL', 'v integer NOT NULL'], ['id']),
]

/** Rows to check claims against. NULL of a NOT NULL domain gets in where nothing is cast. */
export const datasets: Readonly<Record<string, string>> = {
  empty: '',
  'left only': `INSERT INTO t.a VALUES
    (1, NULL, '', NULL, NULL, NULL, 'infinity', 'null', NULL, '{}', 'NaN', 'NaN', 1, NULL)`,
  'right only': `INSERT INTO t.b VALUES (1, NULL, 0, NULL), (2, 1, 5, 'q')`,
  full: `
    INSERT INTO t.a VALUES
      (1, NULL, '', NULL, NULL, NULL, 'infinity', 'null', NULL, '{}', 'NaN', 'NaN', 1, NULL),
      (2, 0, 'abc', 'z', true, '2024-02-29', '2024-02-29T12:00Z', '{"k": null, "n": 1}', '{}', '{1,NULL}', 0, 0, 2, '(1,a)'),
      (3, 5, 'a,b', NULL, false, 'infinity', '-infinity', '[null]', '[1,2]', '{NULL}', 'Infinity', 1.5, 3, '(,)'),
      (4, -1, '12', '', NULL, NULL, '1970-01-01Z', '"s"', 'null', '{3,4}', -2, -1, 4, NULL),
      (5, 5, 'zz', 'zz', true, '-infinity', '2000-01-01Z', '{"k": "v", "n": "7"}', '{"k": 1}', '{7}', 2, 2, 5, '(2,)');
    INSERT INTO t.a SELECT 6, NULL, 'y', 'y', false, NULL, now(), '1', NULL, '{}', 1, 1,
      (SELECT q.p FROM t.a AS q WHERE false), NULL;
    INSERT INTO t.b VALUES (1, NULL, 0, NULL), (2, 1, 5, 'q'), (3, 2, 5, NULL), (4, 2, 7, 'r'), (9, 99, -1, 's')`,
}
