-- The objects of one catalog.
CREATE OR REPLACE FUNCTION audit._of_class(p_classes oid[], p_objects oid[], p_class oid)
RETURNS oid[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN coalesce(
    (
      SELECT array_agg(o.object_id)
      FROM unnest(p_classes, p_objects) AS o (class_id, object_id)
      WHERE o.class_id = p_class
    ),
    '{}'
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._of_class(oid[], oid[], oid) FROM PUBLIC;
