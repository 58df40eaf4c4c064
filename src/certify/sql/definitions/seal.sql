-- The current fingerprints of objects, for the guard.
CREATE OR REPLACE FUNCTION audit._seal(p_objects jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  WITH
    object AS (
      SELECT o.class_id, o.object_id, o.object_fqn
      FROM jsonb_to_recordset(p_objects) AS o (class_id oid, object_id oid, object_fqn text)
    )
  SELECT
    jsonb_agg(
      jsonb_build_object(
        'object_fqn',
        o.object_fqn,
        'class_id',
        o.class_id,
        'object_id',
        o.object_id,
        'fingerprint',
        h.hash
      )
      ORDER BY o.class_id, o.object_id
    )
  FROM
    object o
    LEFT JOIN (
      SELECT f.class_id, f.object_id, f.hash
      FROM
        (SELECT array_agg(class_id) AS classes, array_agg(object_id) AS objects FROM object) AS all_of
        CROSS JOIN LATERAL audit._hash_objects(all_of.classes, all_of.objects, false) AS f
    ) AS h
      ON (h.class_id, h.object_id) = (o.class_id, o.object_id)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._seal(jsonb) FROM PUBLIC;

-- Objects that changed since the last certificate.
CREATE OR REPLACE FUNCTION audit._unsealed(p_entrypoint text)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_classes oid[];
  v_objects oid[];
BEGIN
  SELECT array_agg(s.class_id), array_agg(s.object_id)
  INTO v_classes, v_objects
  FROM audit.t0_cert_seal s
  WHERE s.entrypoint = p_entrypoint;
  RETURN (
    SELECT string_agg(s.object_fqn, ', ' ORDER BY s.object_fqn)
    FROM
      audit.t0_cert_seal s
      LEFT JOIN audit._hash_objects(v_classes, v_objects, false) h
        ON (h.class_id, h.object_id) = (s.class_id, s.object_id)
    WHERE s.entrypoint = p_entrypoint AND s.fingerprint IS DISTINCT FROM h.hash
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._unsealed(text) FROM PUBLIC;
