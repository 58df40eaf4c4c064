-- Columns of relations, with their types as clients see them. $1: oids of the relations.
WITH RECURSIVE family AS (
  SELECT wanted.oid AS root, wanted.oid AS member FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS wanted (oid)
  UNION
  SELECT family.root, i.inhrelid FROM family JOIN pg_catalog.pg_inherits i ON i.inhparent = family.member
),
-- Columns that are NOT NULL in a table and in everything that it also returns rows of. Since PostgreSQL 18 a column may be
-- marked although its constraint is not validated.
enforced AS (
  SELECT family.root, a.attname
  FROM family
  JOIN pg_catalog.pg_class c ON c.oid = family.member
  JOIN pg_catalog.pg_attribute a ON a.attrelid = family.member AND a.attnum > 0 AND NOT a.attisdropped
  GROUP BY family.root, a.attname
  HAVING pg_catalog.bool_and(c.relkind IN ('r', 'p') AND a.attnotnull AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_constraint k
    WHERE k.conrelid = family.member AND k.contype = 'n' AND a.attnum = ANY (k.conkey) AND NOT k.convalidated
  ))
),
below (type, base, depth) AS (
  SELECT DISTINCT a.atttypid, a.atttypid, 0
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT below.type, t.typbasetype, below.depth + 1
  FROM below JOIN pg_catalog.pg_type t ON t.oid = below.base WHERE t.typtype = 'd'
),
bottom AS (
  SELECT DISTINCT ON (below.type) below.type, below.base, below.depth
  FROM below ORDER BY below.type, below.depth DESC
)
SELECT
  a.attrelid::text AS oid,
  a.attname::text AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  tn.nspname::text AS type_schema,
  t.typname::text AS type_name,
  -- Of an array, the type of its items is the one to create.
  COALESCE(en.nspname, tn.nspname)::text AS own_schema,
  COALESCE(e.typname, t.typname)::text AS own_name,
  CASE WHEN bottom.depth > 0 THEN bn.nspname::text END AS base_schema,
  CASE WHEN bottom.depth > 0 THEN b.typname::text END AS base_name,
  (
    SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder)
    FROM pg_catalog.pg_enum l WHERE l.enumtypid = bottom.base
  )::text AS labels,
  enforced.root IS NOT NULL AS not_null,
  CASE WHEN a.attcollation <> b.typcollation THEN ln.nspname::text END AS collation_schema,
  CASE WHEN a.attcollation <> b.typcollation THEN l.collname::text END AS collation_name,
  pg_catalog.col_description(a.attrelid, a.attnum) AS comment
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
JOIN bottom ON bottom.type = a.atttypid
JOIN pg_catalog.pg_type b ON b.oid = bottom.base
JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc
LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
LEFT JOIN enforced ON enforced.root = a.attrelid AND enforced.attname = a.attname
WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
