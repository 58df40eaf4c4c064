-- The sources of a proof that have a policy, in words; NULL when there are none.
CREATE OR REPLACE FUNCTION audit._sources_with(p_proof jsonb, p_policy text)
RETURNS text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT string_agg(s.name, ', ' ORDER BY s.name COLLATE "C")
  FROM jsonb_each(coalesce(p_proof -> 'sources', '{}')) AS s (name, policy)
  WHERE s.policy ->> 'policy' = p_policy;
END;
REVOKE ALL ON FUNCTION audit._sources_with(jsonb, text) FROM PUBLIC;

-- Gate P: no row of a strict source that was recorded after the T0 decides about a row of the entrypoint. The build
-- proves it from the queries. The gate holds the proof to the accepted definitions, which gate A holds to the current
-- ones.
CREATE OR REPLACE FUNCTION audit._gate_p(
  p_entrypoint audit.t0_entrypoint,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_proof jsonb := (p_entrypoint).options -> 'point_in_time';
  v_summary text;
BEGIN
  codes := '{}';
  IF v_proof IS NULL THEN
    codes := ARRAY['P.unregistered'];
    v_summary := 'no proof is registered: run 03_baseline_viewdefs.sql';
  ELSIF (v_proof ->> 'declared')::boolean IS NOT TRUE THEN
    v_summary := 'no point-in-time policies are declared';
  ELSIF v_proof ->> 'definitions' IS DISTINCT FROM audit._proved_definitions((p_entrypoint).entrypoint) THEN
    codes := ARRAY['P.stale'];
    v_summary := 'other definitions were accepted than those that the proof is of';
  ELSIF v_proof @? '$.sources.* ? (!exists(@.policy) || @.policy == "unproven")' THEN
    codes := ARRAY['P.unproven'];
    v_summary := format('not proven: %s', audit._sources_with(v_proof, 'unproven'));
  ELSE
    v_summary := coalesce(
      concat_ws(
        '; ',
        'known by T0: ' || audit._sources_with(v_proof, 'strict'),
        'timeless as declared: ' || audit._sources_with(v_proof, 'timeless'),
        'late rows allowed as declared: ' || audit._sources_with(v_proof, 'late allowed')
      ),
      ''
    );
  END IF;
  evidence := coalesce(v_proof, '{}') || jsonb_build_object('summary', v_summary);
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_p(audit.t0_entrypoint) FROM PUBLIC;
