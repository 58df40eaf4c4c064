-- What objects consist of, the one list of it: the baseline that gate A compares with and the seal that the guard compares
-- with are hashes of this, so that nothing is part of the one and not of the other.
--
-- Portable values are the same after a dump and a restore. Otherwise a query is its tree as Postgres stores it, with the
-- numbers of the objects in it, because making text of it at each query would take too long. All else has one form.
--
-- No part of an object: its comment, owner, privileges and statistics, and what only says where and how it is stored. Who
-- owns a view decides what may be read and not what it says: a privilege that is missing is an error, and row security is
-- refused by gate A2.
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

-- The hash of each object's parts; an object that is gone has none. Constants in a definition are written as the
-- settings say, so these are fixed.
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
