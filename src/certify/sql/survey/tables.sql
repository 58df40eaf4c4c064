-- Whether the three tables that an earlier system may have can hold our rows as they are: {kind, object, state,
-- problem}. Reads the catalogs only. Constraints that are computed from a row are tested by the installation.
WITH
  expected(relation, name, class, shortest) AS (
    VALUES
      ('t0_cert_registry', 'entrypoint', 'text', 131),
      ('t0_cert_registry', 'status', 'text', 9),
      ('t0_cert_registry', 'certified_at', 'timestamp with time zone', 0),
      ('t0_cert_registry', 'viewdef_objects', 'number', 0),
      ('t0_cert_registry', 'dataset_days', 'number', 0),
      ('t0_cert_registry', 'notes', 'text', 1000000),
      ('t0_viewdef_baseline', 'entrypoint', 'text', 131),
      ('t0_viewdef_baseline', 'object_fqn', 'text', 1000),
      ('t0_viewdef_baseline', 'relkind', 'text', 1),
      ('t0_viewdef_baseline', 'viewdef_sha256', 'text', 64),
      ('t0_viewdef_baseline', 'captured_at', 'timestamp with time zone', 0),
      ('t0_dataset_hash_baseline', 'entrypoint', 'text', 131),
      ('t0_dataset_hash_baseline', 't0_day', 'date', 0),
      ('t0_dataset_hash_baseline', 'sample_limit', 'number', 0),
      ('t0_dataset_hash_baseline', 'dataset_sha256', 'text', 64),
      ('t0_dataset_hash_baseline', 'computed_at', 'timestamp with time zone', 0)
  ),
  keys(relation, columns) AS (
    VALUES
      ('t0_cert_registry', ARRAY['entrypoint']),
      ('t0_viewdef_baseline', ARRAY['entrypoint', 'object_fqn']),
      ('t0_dataset_hash_baseline', ARRAY['entrypoint', 'sample_limit', 't0_day'])
  ),
  host AS (
    SELECT c.oid, c.relname::text AS name, c.relkind, c.relrowsecurity, k.columns AS key
    FROM
      keys k
      JOIN pg_catalog.pg_class c ON c.relname = k.relation
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'audit'
  ),
  attribute AS (
    SELECT
      h.name AS relation,
      a.attname::text AS name,
      a.atttypmod,
      t.typname::text AS type,
      format_type(a.atttypid, a.atttypmod) AS shown,
      a.attnotnull,
      a.atthasdef,
      a.attidentity,
      a.attgenerated
    FROM
      host h
      JOIN pg_catalog.pg_attribute a ON a.attrelid = h.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  ),
  problem(relation, text, state) AS (
    SELECT h.name, 'is not a table', 'stop' FROM host h WHERE h.relkind NOT IN ('r', 'p')
    UNION ALL
    SELECT h.name, 'has row security', 'stop' FROM host h WHERE h.relrowsecurity
    UNION ALL
    SELECT h.name, format('has the trigger %s', t.tgname), 'stop'
    FROM
      host h
      JOIN pg_catalog.pg_trigger t ON t.tgrelid = h.oid
    WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
    UNION ALL
    SELECT h.name, format('has the rule %s', r.rulename), 'stop'
    FROM
      host h
      JOIN pg_catalog.pg_rewrite r ON r.ev_class = h.oid
    WHERE h.relkind = 'r'
    UNION ALL
    SELECT h.name, format('has no unique key of %s', array_to_string(h.key, ', ')), 'stop'
    FROM host h
    WHERE
      h.relkind IN ('r', 'p')
      AND NOT EXISTS (
        SELECT
        FROM pg_catalog.pg_index i
        WHERE
          i.indrelid = h.oid
          AND i.indisunique
          AND i.indisvalid
          AND i.indimmediate
          AND i.indpred IS NULL
          AND i.indexprs IS NULL
          AND h.key = ARRAY(
            SELECT a.attname::text
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = h.oid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
            ORDER BY a.attname::text COLLATE "C"
          )
      )
    UNION ALL
    SELECT h.name, format('has no column %s', e.name), 'stop'
    FROM
      host h
      JOIN expected e ON e.relation = h.name
    WHERE NOT EXISTS (SELECT FROM attribute a WHERE (a.relation, a.name) = (e.relation, e.name))
    UNION ALL
    SELECT
      a.relation,
      format('has a column %s of type %s that cannot hold what is written there', a.name, a.shown),
      'stop'
    FROM
      attribute a
      JOIN expected e ON (e.relation, e.name) = (a.relation, a.name)
    WHERE
      a.attgenerated <> ''
      OR a.attidentity = 'a'
      OR NOT CASE e.class
        WHEN 'text' THEN a.type = 'text'
        OR (a.type = 'varchar' AND (a.atttypmod = -1 OR a.atttypmod - 4 >= e.shortest))
        OR (a.type = 'bpchar' AND e.shortest IN (1, 64) AND a.atttypmod - 4 = e.shortest)
        OR (a.type = 'char' AND e.shortest = 1)
        WHEN 'number' THEN a.type IN ('int4', 'int8')
        ELSE a.type = CASE e.class
          WHEN 'date' THEN 'date'
          ELSE 'timestamptz'
        END
      END
    UNION ALL
    SELECT a.relation, format('has a column %s that needs a value', a.name), 'stop'
    FROM attribute a
    WHERE
      a.attnotnull
      AND NOT a.atthasdef
      AND a.attidentity = ''
      AND a.attgenerated = ''
      AND NOT EXISTS (SELECT FROM expected e WHERE (e.relation, e.name) = (a.relation, a.name))
    UNION ALL
    SELECT h.name, format('may not be written by %s', current_user), 'denied'
    FROM host h
    WHERE
      NOT (
        has_table_privilege(h.oid, 'SELECT')
        AND has_table_privilege(h.oid, 'INSERT')
        AND has_table_privilege(h.oid, 'UPDATE')
        AND has_table_privilege(h.oid, 'DELETE')
      )
  )
SELECT
  'table' AS kind,
  'audit.' || h.name AS object,
  coalesce(p.state, 'adopt') AS state,
  'audit.' || h.name || ' ' || p.text AS problem
FROM
  host h
  LEFT JOIN problem p ON p.relation = h.name
