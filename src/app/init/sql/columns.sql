-- Columns of relations. $1: their oids. NOT NULL is not guaranteed for a foreign table, for rows of inheriting tables, or
-- before the constraint is validated.
SELECT
  a.attrelid::pg_catalog.text AS oid,
  a.attname::pg_catalog.text AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  a.attnotnull
    AND c.relkind IN ('r', 'p')
    AND NOT (
      c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
    )
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_constraint unchecked
      WHERE unchecked.conrelid = c.oid
        AND unchecked.contype = 'n'
        AND NOT unchecked.convalidated
        AND unchecked.conkey[1] = a.attnum
    ) AS not_null,
  pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
  -- For an array, the type of its items. NULL for built-in types.
  CASE WHEN item_schema.nspname NOT IN ('pg_catalog', 'information_schema')
    THEN item_schema.nspname::pg_catalog.text END AS type_schema,
  item.typname::pg_catalog.text AS type_name,
  collation_schema.nspname::pg_catalog.text AS collation_schema,
  col.collname::pg_catalog.text AS collation_name
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type item
  ON item.oid = CASE WHEN t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc THEN t.typelem ELSE t.oid END
JOIN pg_catalog.pg_namespace item_schema ON item_schema.oid = item.typnamespace
LEFT JOIN pg_catalog.pg_collation col ON col.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = col.collnamespace
WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
