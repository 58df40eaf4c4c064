-- All functions with one of the names. $1: names as JSON, [{schema, name}].
SELECT
  n.nspname::text AS schema,
  p.proname::text AS name,
  coalesce(p.proargnames, '{}')::text[] AS names,
  ARRAY(
    SELECT pg_catalog.format_type(t.oid, NULL)
    FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t (oid, ord) ORDER BY t.ord
  )::text[] AS types,
  CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END || pg_catalog.format_type(p.prorettype, NULL) AS result,
  CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
  pg_catalog.obj_description(p.oid, 'pg_proc') AS comment
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.json_to_recordset($1::pg_catalog.json) AS w (schema text, name text)
  ON w.schema = n.nspname AND w.name = p.proname
WHERE p.prokind = 'f'
ORDER BY 1, 2, 4
