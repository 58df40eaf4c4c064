-- Accepts the current definitions. The history keeps the earlier ones.
CREATE OR REPLACE FUNCTION audit.capture_viewdef_baseline(p_entrypoint text)
RETURNS int
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
SET quote_all_identifiers = off
SET check_function_bodies = on
AS $function$
DECLARE
  v_started timestamptz := clock_timestamp();
  v_entrypoint audit.t0_entrypoint := audit._lock_entrypoint(p_entrypoint);
  v_objects jsonb := audit._objects_of(v_entrypoint);
  v_changes jsonb;
BEGIN
  SELECT
    coalesce(
      jsonb_agg(jsonb_build_object('object', c.object_fqn, 'change', c.change, 'before', b.viewdef_sha256)),
      '[]'
    )
  INTO v_changes
  FROM
    audit._definition_changes(p_entrypoint, v_objects) c
    LEFT JOIN audit.t0_viewdef_baseline b ON b.entrypoint = p_entrypoint AND b.object_fqn = c.object_fqn;

  -- Rows that an earlier system wrote for the same entrypoint.
  INSERT INTO audit.t0_replaced (relation, row_key, before)
  SELECT
    't0_viewdef_baseline',
    jsonb_build_object('entrypoint', b.entrypoint, 'object_fqn', b.object_fqn),
    to_jsonb(b)
  FROM audit.t0_viewdef_baseline b
  WHERE
    b.entrypoint = p_entrypoint
    AND NOT EXISTS (
      SELECT
      FROM audit.t0_definition_server s
      WHERE s.entrypoint = b.entrypoint AND s.object_fqn = b.object_fqn
    )
  ON CONFLICT (relation, row_key) DO NOTHING;
  DELETE FROM audit.t0_viewdef_baseline b WHERE b.entrypoint = p_entrypoint;
  DELETE FROM audit.t0_definition_server s WHERE s.entrypoint = p_entrypoint;
  INSERT INTO audit.t0_viewdef_baseline (entrypoint, object_fqn, relkind, viewdef_sha256, captured_at)
  SELECT p_entrypoint, h.object_fqn, h.relkind, h.viewdef_sha256, v_started
  FROM audit._hash_definitions(v_objects) h;
  INSERT INTO audit.t0_definition_server (entrypoint, object_fqn, server_version)
  SELECT b.entrypoint, b.object_fqn, current_setting('server_version')
  FROM audit.t0_viewdef_baseline b
  WHERE b.entrypoint = p_entrypoint;

  PERFORM
    audit._append_event(
      p_entrypoint,
      'definitions'::text,
      'CAPTURED'::text,
      v_started,
      '{}'::jsonb,
      jsonb_build_array(
        jsonb_build_object('gate', 'A', 'evidence', jsonb_build_object('changes', v_changes))
      ),
      format(
        '%s definitions, %s of them new or changed',
        jsonb_array_length(v_objects),
        jsonb_array_length(v_changes)
      )
    );
  RETURN jsonb_array_length(v_objects);
END
$function$;
REVOKE ALL ON FUNCTION audit.capture_viewdef_baseline(text) FROM PUBLIC;

-- Raises an error when a definition differs from the baseline. Otherwise returns the number of objects.
CREATE OR REPLACE FUNCTION audit._assert_viewdef_baseline(p_entrypoint text)
RETURNS int
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
SET quote_all_identifiers = off
SET check_function_bodies = on
AS $function$
DECLARE
  v_entrypoint audit.t0_entrypoint := audit._lock_entrypoint(p_entrypoint);
  v_objects jsonb := audit._objects_of(v_entrypoint);
  v_changes text;
BEGIN
  SELECT string_agg(format('%s %s', c.object_fqn, c.change), ', ')
  INTO v_changes
  FROM audit._definition_changes(p_entrypoint, v_objects) c;
  IF v_changes IS NOT NULL THEN
    RAISE EXCEPTION 'definitions of % differ from their baseline: %', p_entrypoint, v_changes
      USING ERRCODE = 'FSC05',
        HINT = format(
          'If that is meant: SELECT audit.capture_viewdef_baseline(%L); CALL audit.%I();',
          p_entrypoint,
          v_entrypoint.runner
        );
  END IF;
  RETURN jsonb_array_length(v_objects);
END
$function$;
REVOKE ALL ON FUNCTION audit._assert_viewdef_baseline(text) FROM PUBLIC;
