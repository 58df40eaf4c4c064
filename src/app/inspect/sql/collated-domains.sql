-- Domains with a collation of their own.
SELECT
  n.nspname::text AS schema,
  d.typname::text AS name,
  ln.nspname::text AS collation_schema,
  l.collname::text AS collation_name
FROM pg_catalog.pg_type d
JOIN pg_catalog.pg_namespace n ON n.oid = d.typnamespace
JOIN pg_catalog.pg_type b ON b.oid = d.typbasetype
JOIN pg_catalog.pg_collation l ON l.oid = d.typcollation
JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
WHERE d.typtype = 'd' AND d.typcollation <> b.typcollation
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
