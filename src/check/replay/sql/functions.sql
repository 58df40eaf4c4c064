-- User-defined functions called by the definitions of views. $1: oids of the views.
SELECT DISTINCT
  n.nspname::text AS schema,
  p.proname::text AS name,
  pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
  pg_catalog.pg_get_function_result(p.oid) AS result
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
  AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE r.ev_class = ANY ($1::pg_catalog.oid[]) AND p.prokind = 'f' AND n.nspname <> 'pg_catalog'
ORDER BY 1, 2, 3
