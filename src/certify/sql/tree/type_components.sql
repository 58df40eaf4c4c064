-- The element type of an array, the range type of a multirange; otherwise the type itself.
CREATE OR REPLACE FUNCTION audit._element_type(p_type oid)
RETURNS oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    CASE
      WHEN t.typcategory = 'A'
      AND t.typelem <> 0 THEN t.typelem
      WHEN t.typtype = 'm' THEN (SELECT r.rngtypid FROM pg_catalog.pg_range r WHERE r.rngmultitypid = t.oid)
      ELSE t.oid
    END
  FROM pg_catalog.pg_type t
  WHERE t.oid = p_type
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._element_type(oid) FROM PUBLIC;

-- The direct components of a type: the element of an array, the bounds of a range, the columns of a row, the base of
-- a domain.
CREATE OR REPLACE FUNCTION audit._type_components(p_type oid)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT p.oid
  FROM
    pg_catalog.pg_type t
    CROSS JOIN LATERAL (
      SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
      UNION ALL
      SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
      UNION ALL
      SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
      UNION ALL
      SELECT a.atttypid
      FROM pg_catalog.pg_attribute a
      WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS p
  WHERE t.oid = p_type;
END
$function$;
REVOKE ALL ON FUNCTION audit._type_components(oid) FROM PUBLIC;

-- A type and all of its components.
CREATE OR REPLACE FUNCTION audit._types_within(p_type oid)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH RECURSIVE
    part(type) AS (
      SELECT p_type
      UNION
      SELECT c.oid
      FROM
        part
        CROSS JOIN LATERAL audit._type_components(part.type) AS c (oid)
    )
  SELECT part.type
  FROM part;
END
$function$;
REVOKE ALL ON FUNCTION audit._types_within(oid) FROM PUBLIC;

-- The innermost components of a type: elements of arrays, bounds of ranges, columns of rows, bases of domains.
CREATE OR REPLACE FUNCTION audit._type_leaves(p_type oid)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT w.oid
  FROM
    audit._types_within(p_type) AS w (oid)
    JOIN pg_catalog.pg_type t ON t.oid = w.oid
  WHERE t.typtype IN ('b', 'e', 'p') AND NOT (t.typcategory = 'A' AND t.typelem <> 0);
END
$function$;
REVOKE ALL ON FUNCTION audit._type_leaves(oid) FROM PUBLIC;

-- The domains among the components of a type.
CREATE OR REPLACE FUNCTION audit._domains_within(p_type oid)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT w.oid
  FROM
    audit._types_within(p_type) AS w (oid)
    JOIN pg_catalog.pg_type t ON t.oid = w.oid
  WHERE t.typtype = 'd';
END
$function$;
REVOKE ALL ON FUNCTION audit._domains_within(oid) FROM PUBLIC;
