-- Why an entrypoint or an alias is not certified, as an SQLSTATE and a sentence; NULLs when it is certified.
--
-- A verdict in the registry counts only with the seal of the run that reached it, so editing a row opens nothing.
CREATE OR REPLACE FUNCTION audit._certificate_problem(
  p_entrypoint text,
  p_max_age interval,
  OUT code text,
  OUT problem text,
  OUT entrypoint text
)
LANGUAGE plpgsql
VOLATILE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_row record;
  v_drifted text;
  v_stale text;
BEGIN
  SELECT r.status, r.certified_at, r.notes, v.certified_entrypoint, v.event_id
  INTO v_row
  FROM
    audit.t0_cert_registry r
    LEFT JOIN audit.t0_verdict v ON v.entrypoint = r.entrypoint
  WHERE r.entrypoint = p_entrypoint;
  entrypoint := coalesce(v_row.certified_entrypoint, p_entrypoint);
  IF v_row.status IS NULL THEN
    code := 'FSC01';
    problem := 'it is not registered';
  ELSIF v_row.status <> 'CERTIFIED' THEN
    code := 'FSC02';
    problem := format(
      'it is %s: %s',
      v_row.status,
      coalesce(
        -- The lines of the note about gates that failed.
        (
          SELECT string_agg(line, '; ')
          FROM regexp_split_to_table(v_row.notes, E'\n') AS line
          WHERE line ~ ' failed \('
        ),
        v_row.notes,
        'no reason was written down'
      )
    );
  ELSIF v_row.certified_at IS NULL
    OR v_row.event_id IS NULL
    OR NOT EXISTS (
      SELECT
      FROM audit.t0_cert_seal s
      WHERE s.entrypoint = v_row.certified_entrypoint AND s.event_id = v_row.event_id
    )
  THEN
    code := 'FSC02';
    problem := 'the registry calls it CERTIFIED, but no certification did';
  ELSIF v_row.certified_at + p_max_age <= v_now THEN
    code := 'FSC03';
    problem := format(
      'its certificate is stale since %s UTC',
      to_char(timezone('UTC', v_row.certified_at + p_max_age), 'YYYY-MM-DD HH24:MI:SS')
    );
  ELSIF v_row.certified_at > v_now + interval '5 minutes' THEN
    code := 'FSC03';
    problem := 'its certificate is of the future: the clock of the server was set back';
  ELSE
    v_drifted := audit._unsealed(v_row.certified_entrypoint);
    IF v_drifted IS NOT NULL THEN
      code := 'FSC04';
      problem := format('definitions changed since it was certified: %s', v_drifted);
      RETURN;
    END IF;
    v_stale := audit._stale_stored(v_row.certified_entrypoint);
    IF v_stale IS NOT NULL THEN
      code := 'FSC13';
      problem := format('stored rows are not those of their view: %s', v_stale);
    END IF;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._certificate_problem(text, interval) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._refuse_uncertified(p_entrypoint text, p_max_age interval)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_found record;
BEGIN
  SELECT p.code, p.problem, p.entrypoint
  INTO v_found
  FROM audit._certificate_problem(p_entrypoint, p_max_age) p;
  IF v_found.code IS NULL THEN
    RETURN true;
  END IF;
  RAISE EXCEPTION '% may not be read: %', p_entrypoint, v_found.problem
    USING ERRCODE = v_found.code, HINT = coalesce((
      SELECT CASE v_found.code
        WHEN 'FSC04' THEN format(
          'If the change is meant: SELECT audit.capture_viewdef_baseline(%L); then CALL audit.%I();',
          e.entrypoint,
          e.runner
        )
        WHEN 'FSC13' THEN 'CALL audit.refresh_stored(); or, where something is missing, run install.sql again.'
        WHEN 'FSC02' THEN format('Fix what the note says, then CALL audit.%I();', e.runner)
        ELSE format('CALL audit.%I();', e.runner)
      END
      FROM audit.t0_entrypoint e WHERE e.entrypoint = v_found.entrypoint OR v_found.entrypoint = ANY (e.aliases)
      LIMIT 1
    ), 'Run psql -f generated/sql/install.sql of the store, which certifies it.');
END
$function$;
REVOKE ALL ON FUNCTION audit._refuse_uncertified(text, interval) FROM PUBLIC;

-- Returns true or raises an error: not registered (FSC01), FAILED (FSC02), stale (FSC03), definitions changed
-- (FSC04), stored rows that are not those of their view (FSC13). Without a limit, the age is not checked.
CREATE OR REPLACE FUNCTION audit._require_certified(p_entrypoint text, p_max_age interval)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
AS $function$
BEGIN
  RETURN audit._refuse_uncertified(p_entrypoint, p_max_age);
END
$function$;
REVOKE ALL ON FUNCTION audit._require_certified(text, interval) FROM PUBLIC;

-- The same with a limit in all cases. An age that is omitted, or longer than the store allows, becomes the maximum
-- that the store allows.
CREATE OR REPLACE FUNCTION audit._require_certified_strict(p_entrypoint text, p_max_age interval)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
AS $function$
BEGIN
  RETURN audit._refuse_uncertified(p_entrypoint, (
    SELECT least(p_max_age, min(e.max_age)) FROM audit.t0_entrypoint e
    WHERE e.entrypoint = p_entrypoint OR p_entrypoint = ANY (e.aliases)
  ));
END
$function$;
REVOKE ALL ON FUNCTION audit._require_certified_strict(text, interval) FROM PUBLIC;
