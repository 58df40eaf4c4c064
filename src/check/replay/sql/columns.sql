-- Columns of relations, and whether the definition of any of the relations uses the column. $1: oids of the relations.
SELECT
  a.attrelid::text AS oid,
  a.attname::text AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  -- An array is built in if its item type is, and it has the schema of that type.
  t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace AS built_in,
  a.attnotnull AS not_null,
  -- The oid 0 means a type without collation. It is not in the catalog.
  (
    SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname)
    FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
    WHERE c.oid = a.attcollation AND a.attcollation <> t.typcollation
  ) AS collation,
  pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
  EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
    WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
      AND r.ev_class <> a.attrelid AND r.ev_class = ANY ($1::pg_catalog.oid[])
  ) AS used
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
