-- $1: oids of relations. Returns these and all relations that they read, directly or indirectly. What a view reads is in
-- its query tree; pg_depend does not have it, because Postgres records no dependencies on what initdb has created.
WITH RECURSIVE closure AS (
  SELECT wanted.oid FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS wanted (oid)
  UNION
  SELECT of.oid
  FROM closure
  JOIN pg_catalog.pg_rewrite r ON r.ev_class = closure.oid AND r.rulename = '_RETURN'
  CROSS JOIN LATERAL (
    SELECT found.part[1]::pg_catalog.oid AS oid
    FROM pg_catalog.regexp_matches(r.ev_action::text, ':relid ([0-9]+)', 'g') AS found (part)
  ) AS of
),
-- Queries of a table also return the rows of its partitions and of the tables that inherit from it.
family AS (
  SELECT closure.oid AS root, closure.oid AS member FROM closure
  UNION
  SELECT family.root, i.inhrelid FROM family JOIN pg_catalog.pg_inherits i ON i.inhparent = family.member
),
enforcing AS (
  SELECT family.root, pg_catalog.count(*) > 1 AS has_children,
    -- Postgres does not enforce the constraints of a foreign table.
    pg_catalog.bool_and(c.relkind IN ('r', 'p')) AS enforces
  FROM family JOIN pg_catalog.pg_class c ON c.oid = family.member
  GROUP BY family.root
)
SELECT
  c.oid::text AS oid,
  n.nspname::text AS schema,
  c.relname::text AS name,
  c.relkind::text AS relkind,
  c.relpersistence = 't' AS is_temporary,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS definition,
  COALESCE((
    SELECT pg_catalog.json_agg(DISTINCT found.part[1])
    FROM pg_catalog.pg_rewrite r
    CROSS JOIN LATERAL pg_catalog.regexp_matches(r.ev_action::text, ':relid ([0-9]+)', 'g') AS found (part)
    WHERE r.ev_class = c.oid AND r.rulename = '_RETURN' AND found.part[1]::pg_catalog.oid <> c.oid
  ), '[]')::text AS reads,
  -- A query that groups by the primary key may select other columns, so a copy of the table needs the key.
  (
    SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate
  )::text AS key,
  enforcing.enforces AND (c.relkind = 'p' OR NOT enforcing.has_children) AS is_key_unique,
  -- A condition that is not validated, or not enforced, may be false for rows that exist.
  COALESCE(CASE WHEN enforcing.enforces THEN (
    SELECT pg_catalog.json_agg(pg_catalog.pg_get_expr(k.conbin, k.conrelid) ORDER BY k.conname COLLATE "C")
    FROM pg_catalog.pg_constraint k
    WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated
      AND NOT (k.connoinherit AND enforcing.has_children)
  ) END, '[]')::text AS checks
FROM closure
JOIN pg_catalog.pg_class c ON c.oid = closure.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN enforcing ON enforcing.root = c.oid
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
