-- Every object that an entrypoint and its aliases depend on, with the hash of its current definition.
CREATE OR REPLACE FUNCTION audit._hash_definitions(p_objects jsonb)
RETURNS TABLE (object_fqn text, relkind text, viewdef_sha256 text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    object AS (
      SELECT o.class_id, o.object_id, o.object_fqn
      FROM jsonb_to_recordset(p_objects) AS o (class_id oid, object_id oid, object_fqn text)
    )
  SELECT
    o.object_fqn,
    CASE o.class_id
      WHEN 'pg_catalog.pg_class'::regclass THEN (
        SELECT c.relkind::text FROM pg_catalog.pg_class c WHERE c.oid = o.object_id
      )
      WHEN 'pg_catalog.pg_proc'::regclass THEN 'F'
      WHEN 'pg_catalog.pg_collation'::regclass THEN 'C'
      WHEN 'pg_catalog.pg_operator'::regclass THEN 'O'
      ELSE (
        SELECT
          CASE t.typtype
            WHEN 'd' THEN 'D'
            ELSE 'T'
          END
        FROM pg_catalog.pg_type t
        WHERE t.oid = o.object_id
      )
    END,
    h.hash
  FROM
    object o
    LEFT JOIN (
      SELECT f.class_id, f.object_id, f.hash
      FROM
        (SELECT array_agg(class_id) AS classes, array_agg(object_id) AS objects FROM object) AS all_of
        CROSS JOIN LATERAL audit._hash_objects(all_of.classes, all_of.objects, true) AS f
    ) AS h
      ON (h.class_id, h.object_id) = (o.class_id, o.object_id);
END
$function$;
REVOKE ALL ON FUNCTION audit._hash_definitions(jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._objects_of(p_entrypoint audit.t0_entrypoint)
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    jsonb_agg(
      jsonb_build_object(
        'class_id',
        e.class_id,
        'object_id',
        e.object_id,
        'object_fqn',
        e.object_fqn,
        'leaks',
        e.leaks
      )
      ORDER BY e.object_fqn
    )
  FROM
    audit._examine((p_entrypoint).entrypoint || (p_entrypoint).aliases, (p_entrypoint).allowed_functions) e
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._objects_of(audit.t0_entrypoint) FROM PUBLIC;

-- The differences between the current definitions and the baseline.
CREATE OR REPLACE FUNCTION audit._definition_changes(p_entrypoint text, p_objects jsonb)
RETURNS TABLE (object_fqn text, change text)
-- Not in SQL-standard form, which would prevent the owner of the baseline table from altering it.
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  SELECT
    coalesce(b.object_fqn, c.object_fqn),
    CASE
      WHEN b.object_fqn IS NULL THEN 'added'
      WHEN c.object_fqn IS NULL THEN 'vanished'
      ELSE 'changed'
    END
  FROM
    (
      SELECT
        t.object_fqn::text AS object_fqn,
        t.relkind::text AS relkind,
        t.viewdef_sha256::text AS viewdef_sha256
      FROM audit.t0_viewdef_baseline t
      WHERE t.entrypoint = p_entrypoint
    ) b
    FULL JOIN audit._hash_definitions(p_objects) c ON c.object_fqn = b.object_fqn
  WHERE (b.relkind, b.viewdef_sha256) IS DISTINCT FROM (c.relkind, c.viewdef_sha256)
  ORDER BY 1;
END
$function$;
REVOKE ALL ON FUNCTION audit._definition_changes(text, jsonb) FROM PUBLIC;
