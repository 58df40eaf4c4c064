import { source } from '../support/project.js'
import type { MoreShapes } from '../nullability/random-query.js'

/** Types and a collation that the tables use; they exist before the project does. */
export const types = `
  CREATE SCHEMA r;
  CREATE TYPE r.mood AS ENUM ('sad', 'ok', 'a');
  CREATE DOMAIN r.small AS integer CHECK (VALUE BETWEEN 0 AND 5);
  CREATE DOMAIN r.word AS text CHECK (VALUE <> 'never');
  -- Takes 'a', 'A' and 'á' for the same.
  CREATE COLLATION r.ci (provider = icu, locale = '@colStrength=primary', deterministic = false);
`

/** The tables of the random queries of nullability, with texts of several types, JSON, an enum and domains. */
export const tables = [
  source(
    'r.a',
    [
      'id integer NOT NULL',
      'x integer',
      'y integer',
      'f boolean',
      's text',
      'w character varying(3)',
      'k character(3)',
      'd r.small',
      'm r.mood',
      'j jsonb',
    ],
    ['id'],
  ),
  source(
    'r.b',
    [
      'id integer NOT NULL',
      'u integer',
      'v integer NOT NULL',
      'g boolean',
      't text NOT NULL',
      'h r.word',
      'n bigint',
      'p jsonb',
      'i text COLLATE r.ci',
    ],
    ['id'],
  ),
]

/** The columns that expressions name, with those of other types as texts and integers. */
export const columns: MoreShapes['tables'] = {
  'r.a': [
    { ref: 'id', type: 'int' },
    { ref: 'x', type: 'int' },
    { ref: 'y', type: 'int' },
    { ref: 'd', type: 'int' },
    { ref: 'f', type: 'bool' },
    { ref: 's', type: 'text' },
    { ref: 'w', type: 'text' },
    { ref: 'k::text', type: 'text' },
    { ref: 'm::text', type: 'text' },
    { ref: "j ->> 's'", type: 'text' },
  ],
  'r.b': [
    { ref: 'id', type: 'int' },
    { ref: 'u', type: 'int' },
    { ref: 'v', type: 'int' },
    { ref: 'n::integer', type: 'int' },
    { ref: 'g', type: 'bool' },
    { ref: 't', type: 'text' },
    { ref: 'h', type: 'text' },
    { ref: 'i', type: 'text' },
    { ref: "p ->> 's'", type: 'text' },
  ],
}

const someA = `(1, NULL, 0, NULL, NULL, 'a', 'a', 0, 'ok', '{"s": "a", "n": 1}'),
  (2, 1, NULL, true, 'a', NULL, NULL, NULL, NULL, NULL),
  (0, 0, 0, false, 'A', 'ab', 'ab', 5, 'a', '{"s": null, "b": true}')`
const moreA = `(3, NULL, NULL, NULL, '', '', '', 1, 'sad', '[]'),
  (4, 2, 1, true, 'b ', 'á', 'b', NULL, NULL, '{"s": "1", "n": -2, "b": false}'),
  (5, -3, 7, false, '1', '12', '1', 2, 'ok', '{"s": "", "n": null}')`
const someB = `(1, NULL, 0, NULL, 'a', NULL, NULL, NULL, 'A'), (2, 0, 1, true, 'A', 'a', 1, '{"s": "a"}', NULL),
  (3, 1, 2, false, '', '', -1, '{"s": "A", "n": 3}', 'a')`
const moreB = `(0, 2, 0, NULL, 'ab', 'ab', 0, '{}', 'AB'), (4, -1, -2, true, '1', NULL, 2, '{"n": 0, "b": true}', 'á')`

/** Their rows: none, those of one table, and all. */
export const datasets = [
  '',
  `INSERT INTO r.a VALUES ${someA}`,
  `INSERT INTO r.b VALUES ${someB}`,
  `INSERT INTO r.a VALUES ${someA}, ${moreA}; INSERT INTO r.b VALUES ${someB}, ${moreB}`,
]
