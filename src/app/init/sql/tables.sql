-- User relations with rows, and the columns of a key.
-- Partitions are left out, as they are read through their table, and so are relations of extensions.
SELECT
  c.oid::pg_catalog.text AS oid,
  n.nspname::pg_catalog.text AS schema,
  c.relname::pg_catalog.text AS name,
  c.relkind::pg_catalog.text AS relkind,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  inherited.by_tables AS has_children,
  -- The primary key, otherwise the shortest unique index on NOT NULL columns. An index does not cover inheriting tables.
  (
    SELECT (
      SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
      FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE k.place <= i.indnkeyatts
    )
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class index_class ON index_class.oid = i.indexrelid
    WHERE i.indrelid = c.oid
      AND i.indisunique
      AND i.indisvalid
      AND i.indpred IS NULL
      AND i.indexprs IS NULL
      AND NOT inherited.by_tables
      AND NOT EXISTS (
        SELECT FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
        WHERE k.place <= i.indnkeyatts AND NOT a.attnotnull
      )
      AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint unchecked
        WHERE unchecked.conrelid = c.oid
          AND unchecked.contype = 'n'
          AND NOT unchecked.convalidated
          AND unchecked.conkey[1] = ANY (i.indkey::pg_catalog.int2[])
      )
    ORDER BY i.indisprimary DESC, i.indnkeyatts, index_class.relname COLLATE "C"
    LIMIT 1
  )::pg_catalog.text AS key
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT c.relkind <> 'p' AND EXISTS (
    SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid
  ) AS by_tables
) AS inherited
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
  AND n.nspname <> 'information_schema'
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
  )
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
