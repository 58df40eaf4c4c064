-- The name of an object as SQL writes it, schema and all.
CREATE OR REPLACE FUNCTION audit._object_fqn(p_class oid, p_object oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT CASE p_class
    WHEN 'pg_catalog.pg_class'::regclass THEN (
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_object
    )
    WHEN 'pg_catalog.pg_proc'::regclass THEN p_object::regprocedure::text
    ELSE format_type(p_object, NULL)
  END;
END;
REVOKE ALL ON FUNCTION audit._object_fqn(oid, oid) FROM PUBLIC;
