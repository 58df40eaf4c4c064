-- Gate C: the data of the latest days beside their baseline. Drift is allowed, and recorded; that there is nothing to
-- compare, or nothing to compare with, is not.
CREATE OR REPLACE FUNCTION audit._gate_c(
  p_entrypoint audit.t0_entrypoint, p_days int, p_update boolean, OUT codes text[], OUT evidence jsonb
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_days date[] := audit._latest_days(p_entrypoint, p_days);
BEGIN
  codes := '{}';
  evidence := audit._accept_days(p_entrypoint, v_days, CASE WHEN p_update THEN 'all' ELSE 'none' END);
  IF v_days = '{}' THEN
    codes := ARRAY['C.empty'];
    evidence := evidence || jsonb_build_object('summary', 'the entrypoint has no rows, and there is no baseline');
  ELSIF NOT EXISTS (
    SELECT FROM audit._accepted_days((p_entrypoint).entrypoint)
  ) THEN
    codes := ARRAY['C.unbaselined'];
    evidence := evidence || jsonb_build_object('summary', 'no day was ever accepted');
  ELSE
    evidence := evidence || jsonb_build_object('summary', format('%s days checked: %s unchanged, %s new, %s drifted%s',
      evidence ->> 'days', evidence ->> 'unchanged', evidence ->> 'new', evidence ->> 'drifted', coalesce((
        SELECT ': ' || string_agg(d.value ->> 'day' || CASE WHEN d.value @> '{"added": 0, "removed": 0, "restated": 0}'
            THEN ' the same rows, other names or types of columns'
            ELSE format(' +%s -%s ~%s', d.value ->> 'added', d.value ->> 'removed', d.value ->> 'restated') END, ', ')
        FROM jsonb_array_elements(evidence -> 'drift') WITH ORDINALITY AS d (value, ord)
        -- The event has them all.
        WHERE d.ord <= 5
      ), '') || CASE WHEN (evidence ->> 'drifted')::int > 5 THEN format(' and %s more days', (evidence ->> 'drifted')::int - 5) ELSE '' END || CASE WHEN p_update AND evidence ->> 'drifted' <> '0' THEN ' (accepted)' ELSE '' END));
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_c(audit.t0_entrypoint, int, boolean) FROM PUBLIC;
