import { source } from '../support/project.js'

/** The tables that random queries read. */
export const tables = [
  source('r.a', ['id integer NOT NULL', 'x integer', 'y integer', 'f boolean'], ['id']),
  source('r.b', ['id integer NOT NULL', 'u integer', 'v integer NOT NULL', 'g boolean'], ['id']),
]

/** Their rows: none, NULLs in few rows, and all kinds of rows. */
export const datasets = [
  '',
  'INSERT INTO r.a VALUES (1, NULL, 0, NULL), (2, 1, NULL, true), (0, 0, 0, false)',
  'INSERT INTO r.b VALUES (1, NULL, 0, NULL), (2, 0, 1, true), (3, 1, 2, false)',
  `INSERT INTO r.a VALUES (1, NULL, 0, NULL), (2, 1, NULL, true), (0, 0, 0, false), (3, NULL, NULL, NULL), (4, 2, 1, true);
   INSERT INTO r.b VALUES (1, NULL, 0, NULL), (2, 0, 1, true), (3, 1, 2, false), (0, 2, 0, NULL)`,
]
