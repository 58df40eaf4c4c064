-- The parts of objects. The baseline of gate A and the seal of the guard are both hashes of this list, so that they
-- always cover the same parts.
--
-- Portable values survive a dump and restore. For the seal a query is its stored tree with OIDs, because deparsing it
-- at each query would take too long. All other parts have one form.
--
-- Not parts of an object: its comment, owner, privileges and statistics, and anything that only says where and how it
-- is stored. The owner of a view decides what may be read but not what the view returns: a missing privilege is an
-- error, and gate A2 rejects row security.
CREATE OR REPLACE FUNCTION audit._object_parts(p_classes oid[], p_objects oid[], p_portable boolean)
RETURNS TABLE (class_id oid, object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY SELECT * FROM audit._relation_parts(p_classes, p_objects, p_portable);
  RETURN QUERY SELECT * FROM audit._function_parts(p_classes, p_objects, p_portable);
  RETURN QUERY SELECT * FROM audit._type_parts(p_classes, p_objects);
  RETURN QUERY SELECT * FROM audit._comparison_parts(p_classes, p_objects);
END
$function$;
REVOKE ALL ON FUNCTION audit._object_parts(oid[], oid[], boolean) FROM PUBLIC;

-- The hash of each object's parts. An object that no longer exists has none. Settings that affect how constants are
-- deparsed are fixed.
CREATE OR REPLACE FUNCTION audit._hash_objects(p_classes oid[], p_objects oid[], p_portable boolean)
RETURNS TABLE (class_id oid, object_id oid, hash text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO, MDY'
SET IntervalStyle = 'postgres'
SET extra_float_digits = 1
SET bytea_output = 'hex'
SET xmlbinary = 'base64'
SET lc_monetary = 'C'
SET quote_all_identifiers = off
AS $function$
BEGIN
  RETURN QUERY
  SELECT
    p.class_id,
    p.object_id,
    encode(
      sha256(
        convert_to(
          string_agg(
            format('%s %s %s', p.part, octet_length(p.value), p.value),
            E'\n'
            ORDER BY p.part COLLATE "C"
          ),
          getdatabaseencoding()
        )
      ),
      'hex'
    )
  FROM audit._object_parts(p_classes, p_objects, p_portable) p
  WHERE p.value IS NOT NULL
  GROUP BY p.class_id, p.object_id;
END
$function$;
REVOKE ALL ON FUNCTION audit._hash_objects(oid[], oid[], boolean) FROM PUBLIC;
