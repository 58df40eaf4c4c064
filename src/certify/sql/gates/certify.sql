-- The objects of an entrypoint, or the reason why they could not be determined.
CREATE OR REPLACE FUNCTION audit._try_objects(
  p_entrypoint audit.t0_entrypoint,
  OUT objects jsonb,
  OUT code text,
  OUT problem text
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  objects := audit._objects_of(p_entrypoint);
EXCEPTION
  WHEN undefined_table THEN
    code := 'A.vanished';
    problem := SQLERRM;
  WHEN OTHERS THEN
    code := 'A.error';
    problem := format('could not be asked: %s (%s)', SQLERRM, SQLSTATE);
END
$function$;
REVOKE ALL ON FUNCTION audit._try_objects(audit.t0_entrypoint) FROM PUBLIC;

-- Writes the verdict for an entrypoint and all of its aliases. When a run fails, an earlier certificate keeps its
-- time but is no longer valid. Not in SQL-standard form, which would prevent the owner of the registry from altering
-- it.
CREATE OR REPLACE FUNCTION audit._write_verdict(
  p_entrypoint audit.t0_entrypoint,
  p_status text,
  p_event bigint,
  p_notes text,
  p_seal jsonb
)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_names text[] := (p_entrypoint).entrypoint || (p_entrypoint).aliases;
  v_finished timestamptz := (SELECT e.finished_at FROM audit.t0_cert_event e WHERE e.event_id = p_event);
  -- The value for no time where the registry requires one in every row.
  v_never timestamptz := (
    SELECT 'epoch'::timestamptz
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = 'audit.t0_cert_registry'::regclass AND a.attname = 'certified_at' AND a.attnotnull
  );
BEGIN
  DELETE FROM audit.t0_cert_seal s WHERE s.entrypoint = (p_entrypoint).entrypoint;
  INSERT INTO audit.t0_cert_seal (entrypoint, object_fqn, class_id, object_id, fingerprint, event_id)
  SELECT (p_entrypoint).entrypoint, s.object_fqn, s.class_id, s.object_id, s.fingerprint, p_event
  FROM jsonb_to_recordset(p_seal) AS s (object_fqn text, class_id oid, object_id oid, fingerprint text)
  WHERE p_status = 'CERTIFIED';
  INSERT INTO audit.t0_replaced (relation, row_key, before)
  SELECT 't0_cert_registry', jsonb_build_object('entrypoint', r.entrypoint), to_jsonb(r)
  FROM audit.t0_cert_registry r
  WHERE
    r.entrypoint = ANY (v_names)
    AND NOT EXISTS (SELECT FROM audit.t0_verdict v WHERE v.entrypoint = r.entrypoint)
  ON CONFLICT (relation, row_key) DO NOTHING;
  INSERT INTO audit.t0_cert_registry AS r (
    entrypoint,
    status,
    certified_at,
    viewdef_objects,
    dataset_days,
    notes
  )
  SELECT
    n.name,
    p_status,
    CASE
      WHEN p_status = 'CERTIFIED' THEN v_finished
      ELSE v_never
    END,
    (SELECT count(*) FROM audit.t0_viewdef_baseline b WHERE b.entrypoint = (p_entrypoint).entrypoint),
    (SELECT count(*) FROM audit._accepted_days((p_entrypoint).entrypoint)),
    p_notes
  FROM unnest(v_names) AS n (name)
  ON CONFLICT (entrypoint) DO UPDATE
    SET
      status = excluded.status,
      viewdef_objects = excluded.viewdef_objects,
      dataset_days = excluded.dataset_days,
      notes = excluded.notes,
      certified_at = CASE
        WHEN p_status = 'CERTIFIED' THEN excluded.certified_at
        ELSE r.certified_at
      END;
  INSERT INTO audit.t0_verdict AS v (entrypoint, certified_entrypoint, checked_at, event_id)
  SELECT n.name, (p_entrypoint).entrypoint, v_finished, p_event FROM unnest(v_names) AS n (name)
  ON CONFLICT (entrypoint) DO UPDATE
    SET
      certified_entrypoint = excluded.certified_entrypoint,
      checked_at = excluded.checked_at,
      event_id = excluded.event_id;
END
$function$;
REVOKE ALL ON FUNCTION audit._write_verdict(audit.t0_entrypoint, text, bigint, text, jsonb) FROM PUBLIC;

-- Runs the gates on an entrypoint and writes the verdict, in the caller's transaction. A gate that fails is a verdict
-- and not an error. Only an invalid call raises an error.
CREATE OR REPLACE FUNCTION audit._certify(p_entrypoint text, p_days int, p_update boolean)
RETURNS text
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_started timestamptz := clock_timestamp();
  v_entrypoint audit.t0_entrypoint := audit._lock_entrypoint(p_entrypoint);
  v_found record;
  v_seal jsonb;
  v_gates jsonb := '[]';
  v_gate text;
  v_status text;
  v_notes text;
  v_event bigint;
BEGIN
  PERFORM audit._check_days(p_days);
  SELECT t.objects, t.code, t.problem INTO v_found FROM audit._try_objects(v_entrypoint) t;
  IF v_found.problem IS NOT NULL THEN
    v_gates := jsonb_build_array(
      jsonb_build_object(
        'gate', 'A',
        'passed', false,
        'codes', ARRAY[v_found.code],
        'evidence', jsonb_build_object('summary', v_found.problem),
        'duration_ms', 0
      )
    );
  ELSE
    v_seal := audit._seal(v_found.objects);
    FOREACH v_gate IN ARRAY ARRAY['A', 'A2', 'P', 'B', 'C']
      || audit._stored_gate(v_entrypoint, v_found.objects)
      || audit._own_gates(v_entrypoint)
    LOOP
      -- Data that failed another gate must not be captured.
      v_gates := v_gates || audit._run_gate(
        v_gate,
        v_entrypoint,
        v_found.objects,
        p_days,
        p_update AND NOT v_gates @? '$[*] ? (@.passed == false)'
      );
    END LOOP;
    -- The definitions must still be the ones that the gates read.
    IF v_seal IS DISTINCT FROM audit._seal(v_found.objects) THEN
      v_gates := v_gates || jsonb_build_object(
        'gate', 'A',
        'passed', false,
        'codes', ARRAY['A.moved'],
        'evidence', jsonb_build_object('summary', 'a definition changed while the gates ran'),
        'duration_ms', 0
      );
    END IF;
  END IF;

  SELECT
    CASE
      WHEN bool_and((g.value ->> 'passed')::boolean) THEN 'CERTIFIED'
      ELSE 'FAILED'
    END,
    string_agg(
      format(
        '%s%s %s',
        g.value ->> 'gate',
        CASE
          WHEN (g.value ->> 'passed')::boolean THEN ':'
          ELSE format(
            ' failed (%s):',
            (SELECT string_agg(c, ', ') FROM jsonb_array_elements_text(g.value -> 'codes') AS c)
          )
        END,
        g.value #>> '{evidence,summary}'
      ),
      E'\n'
      ORDER BY (g.value ->> 'passed')::boolean, g.ord
    )
  INTO v_status, v_notes
  FROM jsonb_array_elements(v_gates) WITH ORDINALITY AS g (value, ord);
  v_event := audit._append_event(
    p_entrypoint,
    'certification'::text,
    v_status,
    v_started,
    jsonb_build_object(
      'check_days', p_days,
      'update_baselines', coalesce(p_update, false),
      'allowed_functions', v_entrypoint.allowed_functions,
      'drift', coalesce(v_entrypoint.options -> 'drift', '{"policy": "allow"}')
    ),
    v_gates,
    v_notes
  );
  PERFORM audit._write_verdict(v_entrypoint, v_status, v_event, v_notes, coalesce(v_seal, '[]'::jsonb));
  RETURN v_status;
END
$function$;
REVOKE ALL ON FUNCTION audit._certify(text, int, boolean) FROM PUBLIC;
