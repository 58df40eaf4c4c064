-- $1: [{schema, name, columns}]. Whether each table exists, and has an index that begins with these columns in any
-- order.
SELECT
  c.oid IS NOT NULL AS "exists",
  EXISTS (
    SELECT
    FROM pg_catalog.pg_index i
    WHERE
      i.indrelid = c.oid
      AND i.indisvalid
      AND i.indpred IS NULL
      AND ARRAY(
        SELECT w.name FROM pg_catalog.unnest(v.columns) AS w (name) ORDER BY w.name COLLATE "C"
      ) = ARRAY(
        SELECT a.attname::text
        FROM
          pg_catalog.unnest((i.indkey::int2[])[0:pg_catalog.cardinality(v.columns) - 1]) AS k (n)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
        ORDER BY a.attname::text COLLATE "C"
      )
  ) AS "hasIndex"
FROM
  pg_catalog.jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (value, n)
  CROSS JOIN LATERAL pg_catalog.jsonb_to_record(e.value) AS v (schema text, name text, columns text[])
  LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = v.schema
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = v.name
ORDER BY e.n
