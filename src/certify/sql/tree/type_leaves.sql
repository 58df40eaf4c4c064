-- What a type is made of in the end: the items of arrays, the bounds of ranges, the columns of rows, the base of domains.
CREATE OR REPLACE FUNCTION audit._type_leaves(p_type oid) RETURNS SETOF oid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE part (type) AS (
    SELECT p_type
    UNION
    SELECT p.oid
    FROM part
    JOIN pg_catalog.pg_type t ON t.oid = part.type
    CROSS JOIN LATERAL (
      SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
      UNION ALL
      SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
      UNION ALL
      SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
      UNION ALL
      SELECT a.atttypid FROM pg_catalog.pg_attribute a
      WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS p
  )
  SELECT part.type
  FROM part JOIN pg_catalog.pg_type t ON t.oid = part.type
  WHERE t.typtype IN ('b', 'e', 'p') AND NOT (t.typcategory = 'A' AND t.typelem <> 0);
END;
REVOKE ALL ON FUNCTION audit._type_leaves(oid) FROM PUBLIC;
