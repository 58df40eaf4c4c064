-- $1: [{schema, name}] of the sources of a project. Those that do not exist or that the caller may not read.
SELECT v.schema, v.name, c.oid IS NOT NULL AS "exists"
FROM
  pg_catalog.jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (value, n)
  CROSS JOIN LATERAL pg_catalog.jsonb_to_record(e.value) AS v (schema text, name text)
  LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = v.schema
  LEFT JOIN pg_catalog.pg_class c
    ON c.relnamespace = s.oid AND c.relname = v.name AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
WHERE
  NOT coalesce(
    pg_catalog.has_schema_privilege(s.oid, 'USAGE') AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
    false
  )
ORDER BY e.n
