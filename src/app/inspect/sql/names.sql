-- Every relation that can be inspected, and those that a name may have meant.
SELECT
  c.oid::text AS oid,
  n.nspname::text AS schema,
  c.relname::text AS name,
  c.relkind::text AS relkind
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'pg_toast'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
