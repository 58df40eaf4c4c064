-- $1: json array of {schema, name, of_collations}, the requested types and collations.
-- $2: oids of relations, $3: oids of those whose definitions are read.
-- Returns the definitions of these types and of the types needed by the definitions and the columns that they read, each
-- after the types that it uses. Built-in types, arrays, multiranges and row types of tables are left out, as Postgres
-- creates them itself.
WITH RECURSIVE wanted AS (
  SELECT n.oid AS namespace, w.name, w.of_collations
  FROM pg_catalog.json_to_recordset($1::json) AS w(schema text, name text, of_collations boolean)
  JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
),
mention AS (
  SELECT d.refclassid, d.refobjid, d.refobjsubid, r.ev_class
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
  WHERE r.ev_class = ANY ($2::pg_catalog.oid[])
),
part (oid, depth) AS (
  SELECT t.oid, 0 FROM wanted w
  JOIN pg_catalog.pg_type t ON t.typnamespace = w.namespace AND t.typname = w.name AND NOT w.of_collations
  UNION
  SELECT m.refobjid, 0 FROM mention m
  WHERE m.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.ev_class = ANY ($3::pg_catalog.oid[])
  UNION
  SELECT c.reltype, 0 FROM mention m
  JOIN pg_catalog.pg_class c ON c.oid = m.refobjid AND c.relkind = 'c'
  WHERE m.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.ev_class = ANY ($3::pg_catalog.oid[])
  UNION
  SELECT a.atttypid, 0 FROM mention m
  JOIN pg_catalog.pg_attribute a ON a.attrelid = m.refobjid AND a.attnum = m.refobjsubid
  WHERE m.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = ANY ($2::pg_catalog.oid[])
    AND m.ev_class <> a.attrelid
  UNION
  SELECT of.oid, part.depth + 1
  FROM part
  JOIN pg_catalog.pg_type t ON t.oid = part.oid
  CROSS JOIN LATERAL (
    SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
    UNION ALL SELECT t.typelem WHERE t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc
    UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid
    UNION ALL SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = t.oid
    UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a
      WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS of
),
described AS (
  SELECT 0 AS rank, t.typnamespace AS namespace, t.typname AS name, max(part.depth) AS depth,
    CASE
      WHEN e.extname IS NOT NULL THEN pg_catalog.json_build_object('kind', 'extension', 'extension', e.extname)
      WHEN t.typtype = 'e' THEN pg_catalog.json_build_object('kind', 'enum', 'labels', (
        SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder)
        FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid))
      WHEN t.typtype = 'd' THEN pg_catalog.json_build_object('kind', 'domain',
        'base', pg_catalog.format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull, 'checks', (
          SELECT COALESCE(pg_catalog.json_agg(c.condition ORDER BY c.condition COLLATE "C"), '[]')
          FROM (SELECT pg_catalog.pg_get_expr(c.conbin, 0) AS condition FROM pg_catalog.pg_constraint c
            WHERE c.contypid = t.oid AND c.contype = 'c') AS c))
      WHEN t.typtype = 'c' THEN pg_catalog.json_build_object('kind', 'composite', 'fields', (
        SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object(
          'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum), '[]')
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
      WHEN t.typtype = 'r' THEN pg_catalog.json_build_object('kind', 'range', 'subtype', (
        SELECT pg_catalog.format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid))
      ELSE pg_catalog.json_build_object('kind', 'opaque')
    END::text AS definition
  FROM part
  JOIN pg_catalog.pg_type t ON t.oid = part.oid
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid
    AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE (t.typtype IN ('b', 'd', 'e', 'r') OR c.relkind = 'c')
    AND t.typinput <> 'pg_catalog.array_in'::pg_catalog.regproc
  GROUP BY t.oid, t.typnamespace, t.typname, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typrelid, e.extname
  UNION ALL
  SELECT 1, c.collnamespace, c.collname, 0,
    pg_catalog.json_build_object('kind', 'collation', 'deterministic', pg_catalog.bool_and(c.collisdeterministic))::text
  FROM pg_catalog.pg_collation c
  WHERE EXISTS (
    SELECT FROM wanted w WHERE w.namespace = c.collnamespace AND w.name = c.collname AND w.of_collations
  ) OR EXISTS (
    SELECT FROM mention m WHERE m.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass
      AND m.refobjid = c.oid AND m.ev_class = ANY ($3::pg_catalog.oid[])
  )
  GROUP BY c.collnamespace, c.collname
)
SELECT n.nspname::text AS schema, described.name::text AS name, described.definition
FROM described JOIN pg_catalog.pg_namespace n ON n.oid = described.namespace
WHERE described.rank = 1 OR n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY described.rank, described.depth DESC, n.nspname COLLATE "C", described.name COLLATE "C"
