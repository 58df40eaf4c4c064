-- Captures the latest days in one transaction: those that were not captured yet, or all of them (p_replace). The
-- history keeps what was captured before.
CREATE OR REPLACE PROCEDURE audit.capture_dataset_baseline(
  p_entrypoint text,
  p_days int,
  p_replace boolean DEFAULT false
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
SET quote_all_identifiers = off
SET check_function_bodies = on
AS $procedure$
DECLARE
  v_started timestamptz := clock_timestamp();
  v_entrypoint audit.t0_entrypoint := audit._lock_entrypoint(p_entrypoint);
  v_found jsonb;
BEGIN
  PERFORM audit._check_days(p_days);
  v_found := audit._accept_days(
    v_entrypoint,
    audit._latest_days(v_entrypoint, p_days),
    CASE
      WHEN p_replace THEN 'all'
      ELSE 'new'
    END
  );
  PERFORM
    audit._append_event(
      p_entrypoint,
      'dataset'::text,
      'CAPTURED'::text,
      v_started,
      jsonb_build_object('days', p_days, 'replace', coalesce(p_replace, false)),
      jsonb_build_array(jsonb_build_object('gate', 'C', 'evidence', v_found)),
      format(
        '%s days: %s new, %s unchanged, %s drifted%s',
        v_found ->> 'days',
        v_found ->> 'new',
        v_found ->> 'unchanged',
        v_found ->> 'drifted',
        CASE
          WHEN v_found ->> 'drifted' <> '0'
          AND NOT coalesce(p_replace, false) THEN ' and left as they were'
          ELSE ''
        END
      )
    );
END
$procedure$;
REVOKE ALL ON PROCEDURE audit.capture_dataset_baseline(text, int, boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._check_days(p_days int)
RETURNS void
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF p_days IS NULL OR p_days < 1 THEN
    RAISE EXCEPTION 'a number of days of 1 or more is wanted, not %', coalesce(p_days::text, 'NULL')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Daily 3, weekly 30; 365 for a baseline.';
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._check_days(int) FROM PUBLIC;
