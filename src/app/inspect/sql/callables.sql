-- Operators, aggregates and casts that the queries of some views use and that did not come with Postgres. $1: oids of the
-- views. A cast is used if its function is: the query has the function only.
WITH used AS (
  SELECT DISTINCT d.refclassid, d.refobjid
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
  WHERE r.ev_class = ANY ($1::pg_catalog.oid[])
)
SELECT
  'operator' AS kind,
  n.nspname::text AS schema,
  o.oprname::text AS name,
  pg_catalog.json_build_array(
    CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END,
    pg_catalog.format_type(o.oprright, NULL)
  )::text AS arguments,
  pg_catalog.format_type(o.oprresult, NULL) AS result,
  NULL AS context
FROM used
JOIN pg_catalog.pg_operator o ON o.oid = used.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
WHERE used.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass
UNION ALL
SELECT
  'aggregate', n.nspname::text, p.proname::text,
  COALESCE((
    SELECT pg_catalog.json_agg(pg_catalog.format_type(t.oid, NULL) ORDER BY t.ord)
    FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t (oid, ord)
  ), '[]')::text,
  pg_catalog.format_type(p.prorettype, NULL), NULL
FROM used
JOIN pg_catalog.pg_proc p ON p.oid = used.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
WHERE used.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND a.aggkind = 'n' AND p.provariadic = 0
UNION ALL
SELECT
  'cast', n.nspname::text, p.proname::text,
  (
    SELECT pg_catalog.json_agg(pg_catalog.format_type(t.oid, NULL) ORDER BY t.ord)
    FROM pg_catalog.unnest(ARRAY[c.castsource] || p.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS t (oid, ord)
  )::text,
  pg_catalog.format_type(c.casttarget, NULL), c.castcontext::text
FROM used
JOIN pg_catalog.pg_cast c ON c.castfunc = used.refobjid
JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE used.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND c.oid >= 16384
ORDER BY 1, 2, 3, 4, 5
