-- Each gate returns codes (none: it passed) and its evidence.

-- Gate A: every definition is the accepted one.
CREATE OR REPLACE FUNCTION audit._gate_a(
  p_entrypoint audit.t0_entrypoint,
  p_objects jsonb,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.t0_viewdef_baseline b WHERE b.entrypoint = (p_entrypoint).entrypoint) THEN
    codes := ARRAY['A.unbaselined'];
    evidence := jsonb_build_object(
      'objects', jsonb_array_length(p_objects),
      'summary', 'no definition was ever accepted'
    );
    RETURN;
  END IF;
  SELECT
    coalesce(array_agg(DISTINCT 'A.' || c.change), '{}'),
    jsonb_build_object(
      'objects', jsonb_array_length(p_objects),
      'changes', coalesce(
        jsonb_agg(
          jsonb_build_object('object', c.object_fqn, 'change', c.change, 'accepted_on', s.server_version)
        ),
        '[]'
      ),
      'summary', coalesce(
        string_agg(
          format('%s %s', c.object_fqn, c.change) || CASE
            -- Another major version may deparse the same definition differently, so the reader is told.
            WHEN split_part(s.server_version, '.', 1)
              <> split_part(current_setting('server_version'), '.', 1) THEN format(
              ' (accepted on PostgreSQL %s, this is %s)',
              s.server_version,
              current_setting('server_version')
            )
            ELSE ''
          END,
          ', '
        ),
        format('%s definitions as accepted', jsonb_array_length(p_objects))
      )
    )
  INTO codes, evidence
  FROM
    audit._definition_changes((p_entrypoint).entrypoint, p_objects) c
    LEFT JOIN audit.t0_definition_server s
      ON s.entrypoint = (p_entrypoint).entrypoint AND s.object_fqn = c.object_fqn;
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_a(audit.t0_entrypoint, jsonb) FROM PUBLIC;
