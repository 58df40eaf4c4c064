-- The qualified name of an object as SQL writes it. A table and its row type share a name, and so may a collation and
-- a table; objects that are not relations are marked with their kind.
CREATE OR REPLACE FUNCTION audit._object_fqn(p_class oid, p_object oid)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    CASE p_class
      WHEN 'pg_catalog.pg_class'::regclass THEN (
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM
          pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = p_object
      )
      WHEN 'pg_catalog.pg_proc'::regclass THEN p_object::regprocedure::text
      WHEN 'pg_catalog.pg_collation'::regclass THEN format('collation %s', p_object::regcollation)
      WHEN 'pg_catalog.pg_operator'::regclass THEN format('operator %s', p_object::regoperator)
      ELSE (
        SELECT
          CASE
            WHEN c.relkind <> 'c' THEN 'row of '
            ELSE ''
          END || format_type(t.oid, NULL)
        FROM
          pg_catalog.pg_type t
          LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
        WHERE t.oid = p_object
      )
    END
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._object_fqn(oid, oid) FROM PUBLIC;
