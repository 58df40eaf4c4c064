-- The invariants of a store that are gates of their own.
CREATE OR REPLACE FUNCTION audit._own_gates(p_entrypoint audit.t0_entrypoint)
RETURNS text[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN ARRAY(SELECT jsonb_array_elements_text(coalesce((p_entrypoint).options -> 'gates', '[]')));
END
$function$;
REVOKE ALL ON FUNCTION audit._own_gates(audit.t0_entrypoint) FROM PUBLIC;

-- A gate that is one invariant of the store. Gate B leaves it to this one.
CREATE OR REPLACE FUNCTION audit._own_gate(
  p_entrypoint audit.t0_entrypoint,
  p_gate text,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_contract jsonb;
  v_violations bigint;
BEGIN
  EXECUTE format('SELECT audit.%I()', (p_entrypoint).contract) INTO v_contract;
  v_violations := (v_contract -> 'invariants' ->> p_gate)::bigint;
  codes := CASE
    WHEN v_violations = 0 THEN '{}'::text[]
    ELSE ARRAY[p_gate || '.violated']
  END;
  evidence := jsonb_build_object(
    'violations', v_violations,
    'rows', v_contract -> 'rows',
    'summary', CASE
      WHEN v_violations = 0 THEN format('holds for %s rows', v_contract ->> 'rows')
      ELSE format('broken by %s rows, such as %s', v_violations, v_contract -> 'examples' ->> p_gate)
    END
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._own_gate(audit.t0_entrypoint, text) FROM PUBLIC;
