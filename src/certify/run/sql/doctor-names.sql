-- $1: [{schema, name}] of the views of a project. Names that are taken by something other than a view, and views that
-- the caller does not own.
SELECT
  v.schema,
  v.name,
  found.kind,
  pg_catalog.pg_get_userbyid(found.owner) AS "owner"
FROM
  pg_catalog.jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (value, n)
  CROSS JOIN LATERAL pg_catalog.jsonb_to_record(e.value) AS v (schema text, name text)
  JOIN pg_catalog.pg_namespace s ON s.nspname = v.schema
  CROSS JOIN LATERAL (
    SELECT
      CASE c.relkind
        WHEN 'v' THEN 'view'
        WHEN 'm' THEN 'materialized view'
        WHEN 'f' THEN 'foreign table'
        WHEN 'S' THEN 'sequence'
        WHEN 'i' THEN 'index'
        WHEN 'I' THEN 'index'
        WHEN 'c' THEN 'composite type'
        ELSE 'table'
      END AS kind,
      c.relowner AS owner
    FROM pg_catalog.pg_class c
    WHERE c.relnamespace = s.oid AND c.relname = v.name
    UNION ALL
    -- A view has a row type of its own name, which is left out. So are array types: Postgres renames them to avoid a
    -- conflict.
    SELECT
      CASE t.typtype
        WHEN 'd' THEN 'domain'
        ELSE 'type'
      END,
      t.typowner
    FROM pg_catalog.pg_type t
    WHERE
      t.typnamespace = s.oid
      AND t.typname = v.name
      AND t.typrelid = 0
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type m WHERE m.typarray = t.oid)
  ) AS found
WHERE found.kind <> 'view' OR NOT pg_catalog.pg_has_role(found.owner, 'USAGE')
ORDER BY e.n
