-- The existing relations of a project, and all relations that its views read directly or indirectly. Definitions of
-- upstream relations are not followed. $1: json array of {schema, name, descend}, the project's relations.
WITH RECURSIVE wanted AS (
  SELECT c.oid, w.descend
  FROM pg_catalog.json_to_recordset($1::json) AS w(schema text, name text, descend boolean)
  JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
),
reads AS (
  SELECT r.ev_class AS reader, d.refobjid AS read
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
  JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  -- Composite types also have rows in pg_class, but are not relations.
  WHERE r.rulename = '_RETURN' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind <> 'c'
  GROUP BY 1, 2
),
closure AS (
  SELECT oid, descend FROM wanted
  UNION
  SELECT reads.read, COALESCE(wanted.descend, true)
  FROM closure
  JOIN reads ON reads.reader = closure.oid
  LEFT JOIN wanted ON wanted.oid = reads.read
  WHERE closure.descend
)
SELECT
  c.oid::text AS oid,
  n.nspname::text AS schema,
  c.relname::text AS name,
  c.relkind::text AS relkind,
  closure.descend,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  CASE WHEN closure.descend AND c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS definition,
  -- A query that groups by the primary key may select other columns, so a copy of the table needs the key.
  (
    SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary
  )::text AS key,
  COALESCE(
    (SELECT pg_catalog.json_agg(reads.read::text ORDER BY reads.read) FROM reads WHERE reads.reader = c.oid),
    '[]'
  )::text AS reads,
  COALESCE(CASE WHEN closure.descend AND c.relkind = 'v' THEN (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_object('kind', e.kind, 'name', e.name, 'definition', e.definition)
      ORDER BY e.kind COLLATE "C", e.name COLLATE "C")
    FROM (
      SELECT 'option' AS kind, o.option_name AS name, o.option_value AS definition
      FROM pg_catalog.pg_options_to_table(c.reloptions) AS o
      UNION ALL
      SELECT 'rule', r.rulename, pg_catalog.pg_get_ruledef(r.oid)
      FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'
      UNION ALL
      SELECT 'trigger', t.tgname, pg_catalog.pg_get_triggerdef(t.oid)
      FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
    ) AS e
  ) END, '[]')::text AS extras
FROM closure
JOIN pg_catalog.pg_class c ON c.oid = closure.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY n.nspname, c.relname
