-- Runs one gate and measures its duration. A gate that raises an error has failed, with the error as its reason.
CREATE OR REPLACE FUNCTION audit._run_gate(
  p_gate text,
  p_entrypoint audit.t0_entrypoint,
  p_objects jsonb,
  p_days int,
  p_update boolean
)
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_started timestamptz := clock_timestamp();
  v_codes text[];
  v_evidence jsonb;
BEGIN
  RAISE DEBUG 'fusion: %', jsonb_build_object('gate', p_gate);
  BEGIN
    CASE p_gate
      WHEN 'A' THEN
        SELECT g.codes, g.evidence INTO v_codes, v_evidence FROM audit._gate_a(p_entrypoint, p_objects) g;
      WHEN 'A2' THEN
        SELECT g.codes, g.evidence INTO v_codes, v_evidence FROM audit._gate_a2(p_entrypoint, p_objects) g;
      WHEN 'P' THEN
        SELECT g.codes, g.evidence INTO v_codes, v_evidence FROM audit._gate_p(p_entrypoint) g;
      WHEN 'B' THEN
        SELECT g.codes, g.evidence INTO v_codes, v_evidence FROM audit._gate_b(p_entrypoint) g;
      WHEN 'C' THEN
        SELECT g.codes, g.evidence
        INTO v_codes, v_evidence
        FROM audit._gate_c(p_entrypoint, p_days, p_update) g;
      WHEN 'D' THEN
        SELECT g.codes, g.evidence
        INTO v_codes, v_evidence
        FROM audit._gate_d(p_entrypoint, p_objects, p_days) g;
      ELSE
        SELECT g.codes, g.evidence INTO v_codes, v_evidence FROM audit._own_gate(p_entrypoint, p_gate) g;
    END CASE;
  EXCEPTION WHEN OTHERS THEN
    v_codes := ARRAY[p_gate || '.error'];
    v_evidence := jsonb_build_object(
      'sqlstate', SQLSTATE,
      'message', SQLERRM,
      'summary', format('could not be asked: %s (%s)', SQLERRM, SQLSTATE)
    );
  END;
  RETURN jsonb_build_object(
    'gate', p_gate,
    'passed', v_codes = '{}',
    'codes', v_codes,
    'evidence', v_evidence,
    'duration_ms', round(extract(epoch FROM clock_timestamp() - v_started) * 1000)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._run_gate(text, audit.t0_entrypoint, jsonb, int, boolean) FROM PUBLIC;
