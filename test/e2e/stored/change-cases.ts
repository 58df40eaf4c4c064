/** A change of sources in one session. */
export interface Change {
  readonly name: string
  /** One query, or several; each is a transaction of its own unless it says otherwise. */
  readonly sql: string | readonly string[]
  /** Before the rows are compared for the first time. */
  readonly setUp?: string
  readonly undo?: string
  /** How the jobs are to be refreshed. Default: `keys`. */
  readonly how?: 'keys' | 'whole'
  /** First major. Default: 14. */
  readonly since?: number
}

const some = (shop: number): string => `
  INSERT INTO garage.job VALUES (${shop}, 1, 'model 1', NULL, '2026-03-01Z', ''), (${shop}, 2, 'model 2', NULL, '2026-03-01Z', ''), (${shop}, 3, NULL, 'spam', NULL, '');
  INSERT INTO garage.part SELECT ${shop}, j, p, p FROM generate_series(1, 3) j, generate_series(1, 2) p;`

const everything = `
  INSERT INTO garage.job SELECT n % 7, n, 'model ' || n % 11, CASE WHEN n % 13 = 0 THEN '' END, '2026-01-01Z'::timestamptz + n * interval '1 hour' FROM generate_series(1, 60) n ON CONFLICT DO NOTHING;
  INSERT INTO garage.part SELECT j.shop, j.job, p, (j.job * 7 + p) % 10 FROM garage.job j, generate_series(1, (j.job % 4)::int) p WHERE j.job < 61 ON CONFLICT DO NOTHING;
  INSERT INTO garage.model SELECT 'model ' || n, 'class ' || n % 3 FROM generate_series(0, 8) n ON CONFLICT DO NOTHING;`

/** A schema whose objects take the place of what an unqualified name means. */
const HOSTILE = `
  CREATE SCHEMA IF NOT EXISTS evil;
  CREATE OR REPLACE FUNCTION evil.never(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
  CREATE OR REPLACE FUNCTION evil.never(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
  CREATE OR REPLACE FUNCTION evil.never(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
  CREATE OR REPLACE FUNCTION evil.count() RETURNS bigint LANGUAGE sql AS 'SELECT 7::bigint';
  CREATE OR REPLACE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT 'infinity'::timestamptz$$;
  CREATE OR REPLACE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$SELECT '-infinity'::timestamptz$$;
  CREATE OR REPLACE FUNCTION evil.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS $$SELECT 'SELECT 1'$$;
  CREATE OPERATOR evil.= (LEFTARG = int, RIGHTARG = int, FUNCTION = evil.never);
  CREATE OPERATOR evil.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = evil.never);
  CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.never);
  CREATE TABLE evil.stored_relation (relation text); CREATE TABLE evil.job (job int); CREATE TABLE evil.new_rows (shop int, job bigint);
  `

export const changes: readonly Change[] = [
  {
    name: 'ties and gaps of times and keys',
    sql: `INSERT INTO garage.job VALUES
      (10, 1, 'model 1', NULL, '2026-03-01Z', ''), (10, 2, 'model 1', NULL, '2026-03-01Z', ''), (10, 9223372036854775807, 'model 1', NULL, '2026-03-01Z', ''),
      (10, -9223372036854775808, 'model 1', NULL, '-infinity', ''), (-2147483648, 0, 'model 1', NULL, 'infinity', ''), (2147483647, 0, 'model 1', NULL, NULL, '');
      INSERT INTO garage.part VALUES (10, 1, 1, 5), (10, 2, 1, 5), (10, 9223372036854775807, -1, 5);`,
  },
  {
    name: 'keys that share a part',
    sql: [some(11), 'UPDATE garage.part SET quality = 9 WHERE (shop, job) IN ((11, 1), (10, 2))'],
  },
  {
    name: 'a NULL in a column of a path, put there and taken away',
    setUp: some(12),
    sql: [
      `UPDATE garage.job SET model = NULL WHERE (shop, job) = (12, 1)`,
      `UPDATE garage.job SET model = 'model 4' WHERE (shop, job) IN ((12, 3), (12, 2))`,
      `UPDATE garage.model SET class = NULL WHERE model = 'model 4'`,
    ],
  },
  {
    name: 'NULLs in key columns of a source without its key',
    // They break its declaration.
    how: 'whole',
    setUp:
      'ALTER TABLE garage.part DROP CONSTRAINT part_pkey, ALTER shop DROP NOT NULL, ALTER job DROP NOT NULL, ALTER part DROP NOT NULL',
    sql: [
      'INSERT INTO garage.part VALUES (NULL, 1, 1, 9), (10, NULL, 1, 9), (10, 1, NULL, 9), (NULL, NULL, NULL, NULL)',
      'UPDATE garage.part SET shop = 11, quality = 1 WHERE shop IS NULL AND job = 1',
      'UPDATE garage.part SET shop = NULL WHERE (shop, job, part) = (12, 1, 1)',
      'DELETE FROM garage.part WHERE job IS NULL AND shop IS NULL',
    ],
    undo: `
      DELETE FROM garage.part WHERE shop IS NULL OR job IS NULL OR part IS NULL;
      DELETE FROM garage.part p USING garage.part q WHERE (p.shop, p.job, p.part) = (q.shop, q.job, q.part) AND p.ctid > q.ctid;
      ALTER TABLE garage.part ADD PRIMARY KEY (shop, job, part)`,
  },
  {
    name: 'deletes',
    setUp: some(13),
    sql: ['DELETE FROM garage.job WHERE (shop, job) = (13, 1)', 'DELETE FROM garage.part WHERE shop = 13'],
  },
  {
    name: 'a row that is deleted and inserted again',
    setUp: some(14),
    sql: `BEGIN; DELETE FROM garage.job WHERE shop = 14; INSERT INTO garage.job VALUES (14, 1, 'model 8', NULL, NULL, ''); COMMIT`,
  },
  {
    name: 'changed keys, and two that change places',
    setUp: some(15) + some(16),
    sql: [
      'UPDATE garage.job SET shop = 115 WHERE shop = 15',
      'UPDATE garage.part SET job = job + 1 WHERE (shop, job) = (16, 3)',
      'BEGIN; UPDATE garage.job SET job = -1 WHERE (shop, job) = (16, 1); UPDATE garage.job SET job = 1 WHERE (shop, job) = (16, 2); UPDATE garage.job SET job = 2 WHERE (shop, job) = (16, -1); COMMIT',
    ],
  },
  {
    name: 'spam toggled back and forth',
    setUp: some(17),
    sql: [
      `UPDATE garage.job SET spam = 'yes' WHERE shop = 17`,
      `UPDATE garage.job SET spam = NULL WHERE shop = 17`,
      `BEGIN; UPDATE garage.job SET spam = '' WHERE shop = 17; UPDATE garage.job SET spam = NULL WHERE shop = 17; UPDATE garage.job SET spam = 'again' WHERE (shop, job) = (17, 1); COMMIT`,
    ],
  },
  {
    name: 'classes of models changed, renamed and deleted',
    setUp: some(18),
    sql: [
      `UPDATE garage.model SET class = 'class 9' WHERE model = 'model 1'`,
      `UPDATE garage.model SET model = 'model 99' WHERE model = 'model 2'`,
      `DELETE FROM garage.model WHERE model = 'model 3'`,
      `INSERT INTO garage.model VALUES ('model 2', 'class 0')`,
    ],
  },
  ...['job', 'part', 'model'].map((table): Change => ({
    name: `TRUNCATE of ${table}`,
    setUp: everything,
    sql: `TRUNCATE garage.${table}`,
    how: 'whole',
  })),
  ...['job', 'part', 'model'].map((table, at): Change => ({
    name: `TRUNCATE of ${table} and INSERT in one transaction`,
    setUp: everything,
    sql: `BEGIN; TRUNCATE garage.${table}; ${everything} ${some(100 + at)} COMMIT`,
    how: 'whole',
  })),
  {
    name: 'INSERT before TRUNCATE in one transaction',
    setUp: everything,
    sql: `BEGIN; ${some(19)} TRUNCATE garage.job, garage.part; ${some(20)} COMMIT`,
    how: 'whole',
  },
  {
    name: 'a TRUNCATE that is rolled back to a savepoint',
    setUp: everything,
    sql: `BEGIN; SAVEPOINT a; TRUNCATE garage.job; ROLLBACK TO a; ${some(21)} COMMIT`,
  },
  {
    name: 'savepoints, released and rolled back',
    sql: `BEGIN; ${some(22)} SAVEPOINT a; UPDATE garage.job SET model = 'model 7' WHERE shop = 22; SAVEPOINT b;
      DELETE FROM garage.job WHERE (shop, job) = (22, 1); ROLLBACK TO b; DELETE FROM garage.part WHERE (shop, job) = (22, 2); RELEASE a;
      SAVEPOINT c; TRUNCATE garage.model; ROLLBACK TO c; COMMIT`,
  },
  {
    name: 'subtransactions of a function that fail',
    sql: `DO $$ BEGIN
      FOR n IN 1..5 LOOP
        BEGIN INSERT INTO garage.job VALUES (23, n % 3, 'model 1', NULL, NULL, ''); EXCEPTION WHEN unique_violation THEN UPDATE garage.job SET spam = 'x' WHERE (shop, job) = (23, n % 3); END;
      END LOOP; END $$`,
  },
  {
    name: 'INSERT ON CONFLICT',
    setUp: some(24),
    sql: [
      `INSERT INTO garage.job VALUES (24, 1, 'model 5', NULL, NULL, ''), (24, 9, 'model 5', NULL, NULL, '') ON CONFLICT (shop, job) DO UPDATE SET model = excluded.model`,
      `INSERT INTO garage.part VALUES (24, 2, 1, 0), (24, 2, 7, 7) ON CONFLICT DO NOTHING`,
    ],
  },
  {
    name: 'MERGE',
    since: 15,
    setUp: some(25),
    sql: `MERGE INTO garage.job t USING (VALUES (25, 1), (25, 2), (25, 3), (25, 4), (25, 5)) AS s (shop, job) ON (t.shop, t.job) = (s.shop, s.job)
      WHEN MATCHED AND s.job = 1 THEN DELETE WHEN MATCHED AND s.job = 2 THEN UPDATE SET model = 'model 6' WHEN MATCHED THEN DO NOTHING
      WHEN NOT MATCHED AND s.job = 4 THEN INSERT VALUES (s.shop, s.job, 'model 1', NULL, NULL, '') WHEN NOT MATCHED THEN DO NOTHING`,
  },
  {
    name: 'cascades of foreign keys',
    setUp: `${some(26)} DELETE FROM garage.part p WHERE NOT EXISTS (SELECT FROM garage.job j WHERE (j.shop, j.job) = (p.shop, p.job));
      ALTER TABLE garage.part ADD CONSTRAINT of_job FOREIGN KEY (shop, job) REFERENCES garage.job ON UPDATE CASCADE ON DELETE CASCADE;`,
    sql: [
      'UPDATE garage.job SET job = 77 WHERE (shop, job) = (26, 1)',
      'DELETE FROM garage.job WHERE (shop, job) = (26, 2)',
    ],
    undo: 'ALTER TABLE garage.part DROP CONSTRAINT of_job',
  },
  {
    name: 'triggers of the source that change what is written',
    setUp: `${some(27)}
      CREATE FUNCTION garage.other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.model := 'model 8'; RETURN NEW; END $$;
      CREATE FUNCTION garage.follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM garage.part WHERE (shop, job) = (NEW.shop, NEW.job + 1); RETURN NULL; END $$;
      CREATE TRIGGER z_other BEFORE UPDATE ON garage.job FOR EACH ROW EXECUTE FUNCTION garage.other();
      CREATE TRIGGER z_follow AFTER UPDATE ON garage.job FOR EACH ROW EXECUTE FUNCTION garage.follow();`,
    sql: `UPDATE garage.job SET model = 'model 1' WHERE (shop, job) = (27, 1)`,
    undo: 'DROP FUNCTION garage.other() CASCADE; DROP FUNCTION garage.follow() CASCADE',
  },
  {
    name: 'writes in WITH, through a view and through a rule',
    setUp: `${some(28)} ${some(29)}
      CREATE VIEW garage.v AS SELECT * FROM garage.job WHERE shop = 28;
      CREATE TABLE garage.inbox (shop int, job bigint); CREATE RULE pass AS ON INSERT TO garage.inbox DO INSTEAD INSERT INTO garage.job VALUES (NEW.shop, NEW.job, 'model 1', NULL, NULL, '');`,
    sql: [
      `UPDATE garage.v SET model = 'model 5' WHERE job = 1`,
      `INSERT INTO garage.inbox VALUES (28, 55), (28, 56)`,
      `WITH gone AS (DELETE FROM garage.job WHERE (shop, job) = (29, 1) RETURNING *), put AS (INSERT INTO garage.job SELECT shop, job + 50, model, spam, opened, note FROM gone RETURNING *) UPDATE garage.part SET quality = 0 WHERE shop = 29`,
    ],
    undo: 'DROP VIEW garage.v; DROP TABLE garage.inbox',
  },
  {
    name: 'what is applied as a replica does',
    setUp: some(30),
    sql: [
      `SET session_replication_role = replica`,
      `UPDATE garage.job SET shop = 31 WHERE (shop, job) = (30, 1)`,
      `INSERT INTO garage.job VALUES (30, 8, 'model 1', NULL, NULL, ''), (30, 9, NULL, NULL, NULL, '')`,
      `DELETE FROM garage.part WHERE shop = 30`,
      `UPDATE garage.model SET class = 'class 7' WHERE model = 'model 5'`,
    ],
  },
  {
    name: 'TRUNCATE as a replica does it',
    setUp: everything,
    sql: ['SET session_replication_role = replica', 'TRUNCATE garage.model'],
    how: 'whole',
  },
  {
    name: 'a role that may only write to the sources',
    setUp: some(32),
    sql: [
      'SET ROLE garage_clerk',
      'DELETE FROM garage.job WHERE (shop, job) = (32, 1)',
      `INSERT INTO garage.part VALUES (32, 2, 9, 9)`,
    ],
  },
  {
    name: 'row security that lets a role write some rows',
    setUp: `${some(33)} ${some(34)} ALTER TABLE garage.job ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON garage.job TO garage_clerk USING (shop = 33) WITH CHECK (true);`,
    sql: [
      'SET ROLE garage_clerk',
      'SET row_security = on',
      `UPDATE garage.job SET model = 'model 7'`,
      `INSERT INTO garage.job VALUES (34, 9, 'model 7', NULL, NULL, '')`,
    ],
    undo: 'DROP POLICY own ON garage.job; ALTER TABLE garage.job DISABLE ROW LEVEL SECURITY',
  },
  {
    name: 'a session whose search_path and settings are hostile',
    setUp: `${some(35)} ${HOSTILE}`,
    sql: [
      'CREATE TEMP TABLE new_rows (shop int, job bigint, model text); CREATE TEMP TABLE old_rows (shop int, job bigint, model text)',
      `SET search_path = evil, pg_temp, pg_catalog; SET plpgsql.variable_conflict = use_variable; SET standard_conforming_strings = off; SET transform_null_equals = on; SET DateStyle = 'German'; SET IntervalStyle = 'sql_standard'; SET extra_float_digits = -15; SET check_function_bodies = off`,
      `UPDATE garage.job SET model = 'model 2' WHERE shop OPERATOR(pg_catalog.=) 35`,
      `INSERT INTO garage.part VALUES (35, 1, 9, 9)`,
      // Compiles the functions of the refresh in this session.
      'CALL audit.refresh_stored()',
      `DELETE FROM garage.job WHERE shop OPERATOR(pg_catalog.=) 35 AND job OPERATOR(pg_catalog.=) 1::bigint`,
    ],
    undo: 'DROP SCHEMA evil CASCADE',
  },
  {
    name: 'an empty search_path',
    setUp: some(36),
    sql: [
      `SET search_path = ''`,
      `UPDATE garage.job SET model = 'model 2' WHERE shop = 36`,
      'CALL audit.refresh_stored()',
      `DELETE FROM garage.part WHERE shop = 36`,
    ],
  },
  {
    name: 'changes of all inputs between two refreshes, several of which were missed',
    setUp: some(37),
    sql: Array.from({ length: 3 }, (_, at) => [
      `UPDATE garage.job SET model = 'model ${at}' WHERE shop = 37`,
      `UPDATE garage.model SET class = 'class ${at + 5}' WHERE model = 'model ${at}'`,
      `INSERT INTO garage.part VALUES (37, 1, ${at + 10}, ${at})`,
    ]).flat(),
  },
]
