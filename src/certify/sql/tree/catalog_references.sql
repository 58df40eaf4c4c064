-- The dependencies of an object that the catalogs record outside expressions: the view of a stored relation, the
-- functions of an aggregate, the child tables that are read with their parent, the components of a type, the negator of
-- an operator.
CREATE OR REPLACE FUNCTION audit._catalog_references(p_class oid, p_object oid)
RETURNS TABLE (class_id oid, object_id oid)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  -- Stored rows are those of a view. Stored relations are installed apart, so their tables may not exist.
  IF p_class = 'pg_catalog.pg_class'::regclass AND to_regprocedure('audit.forget_stored(text)') IS NOT NULL THEN
    RETURN QUERY
    SELECT p_class, to_regclass(s.live)::oid
    FROM audit.stored_relation s
    WHERE to_regclass(s.relation) = p_object AND to_regclass(s.live) IS NOT NULL;
  END IF;
  RETURN QUERY
  SELECT p_class, a.id::oid
  FROM audit._aggregate_parts(p_object) AS a (id)
  WHERE p_class = 'pg_catalog.pg_proc'::regclass AND a.id >= 16384
  UNION
  SELECT p_class, i.inhrelid
  FROM
    pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  WHERE p_class = 'pg_catalog.pg_class'::regclass AND i.inhparent = p_object AND NOT i.inhdetachpending
  UNION
  SELECT p_class, e.oid
  FROM
    audit._type_components(p_object) AS t (oid)
    CROSS JOIN LATERAL audit._element_type(t.oid) AS e (oid)
    JOIN pg_catalog.pg_type element ON element.oid = e.oid
  WHERE
    p_class = 'pg_catalog.pg_type'::regclass
    AND e.oid >= 16384
    AND (
      element.typtype <> 'd'
      OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = p_object AND t.typtype = 'd')
    )
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, r.rngcanonical::oid
  FROM pg_catalog.pg_range r
  WHERE p_class = 'pg_catalog.pg_type'::regclass AND r.rngtypid = p_object AND r.rngcanonical::oid >= 16384
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, o.oprcode::oid
  FROM pg_catalog.pg_operator o
  WHERE p_class = 'pg_catalog.pg_operator'::regclass AND o.oid = p_object AND o.oprcode::oid >= 16384
  UNION
  SELECT p_class, o.oprnegate
  FROM pg_catalog.pg_operator o
  WHERE p_class = 'pg_catalog.pg_operator'::regclass AND o.oid = p_object AND o.oprnegate >= 16384;
END
$function$;
REVOKE ALL ON FUNCTION audit._catalog_references(oid, oid) FROM PUBLIC;
