-- $1: [{schema, name, columns}]. Whether each table is there, and has an index that begins with these columns in any order.
SELECT
  pg_catalog.to_regclass(w.relation) IS NOT NULL AS "exists",
  EXISTS (
    SELECT FROM pg_catalog.pg_index i
    WHERE i.indrelid = pg_catalog.to_regclass(w.relation) AND i.indisvalid AND i.indpred IS NULL
      AND ARRAY(SELECT c FROM pg_catalog.unnest(w.columns) AS c ORDER BY c COLLATE "C") = ARRAY(
        SELECT a.attname::text FROM pg_catalog.unnest((i.indkey::int2[])[0:pg_catalog.cardinality(w.columns) - 1]) AS k (n)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
        ORDER BY a.attname::text COLLATE "C")
  ) AS "hasIndex"
FROM ROWS FROM (pg_catalog.jsonb_to_recordset($1::jsonb) AS (relation text, columns text[])) WITH ORDINALITY AS w
ORDER BY w.ordinality
