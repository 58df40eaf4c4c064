DECLARE
  v_wanted jsonb := :wanted;
  v_found jsonb;
  v_said text;
BEGIN
  -- Checked before anything is changed: an installation that cannot keep other systems' objects stops here.
  SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') INTO v_found FROM (
  :survey
  ) AS f;
  SELECT v_found || coalesce(jsonb_agg(to_jsonb(f)), '[]') INTO v_found FROM (
  :tables
  ) AS f;
  SELECT string_agg(DISTINCT coalesce(f.value ->> 'problem', f.value ->> 'object'), '; ')
  INTO v_said
  FROM jsonb_array_elements(v_found) AS f (value)
  WHERE f.value ->> 'state' IN ('stop', 'denied');
  IF v_said IS NOT NULL THEN
    RAISE EXCEPTION 'nothing was installed: %', v_said
      USING
        ERRCODE = 'FSC10',
        HINT = 'Rename, drop or change what is named, or have its owner do so, and run this file again; '
          'fusion doctor lists every object.';
  END IF;
  PERFORM set_config('fusion.survey', v_found::text, true);

  -- A row of each kind is inserted into the existing tables and rolled back: only the server knows what the
  -- constraints and references of another system's table accept.
  BEGIN
    v_said := 'audit.t0_cert_registry';
    IF to_regclass(v_said) IS NOT NULL THEN
      INSERT INTO audit.t0_cert_registry
        (entrypoint, status, certified_at, viewdef_objects, dataset_days, notes)
      VALUES ('fusion-store trial', 'CERTIFIED', clock_timestamp(), 1, 1, 'A: trial');
      UPDATE audit.t0_cert_registry
      SET
        status = 'FAILED',
        viewdef_objects = 0,
        dataset_days = 0,
        notes = 'A failed (A.error): trial'
      WHERE entrypoint = 'fusion-store trial';
      SET CONSTRAINTS ALL IMMEDIATE;
    END IF;
    v_said := 'audit.t0_viewdef_baseline';
    IF to_regclass(v_said) IS NOT NULL THEN
      INSERT INTO audit.t0_viewdef_baseline (entrypoint, object_fqn, relkind, viewdef_sha256, captured_at)
      SELECT 'fusion-store trial', 'fusion.' || k.kind, k.kind, encode(sha256(''), 'hex'), clock_timestamp()
      FROM unnest(ARRAY['v', 'm', 'r', 'p', 'f', 'F', 'D', 'T', 'C', 'O']) AS k (kind);
      SET CONSTRAINTS ALL IMMEDIATE;
    END IF;
    v_said := 'audit.t0_dataset_hash_baseline';
    IF to_regclass(v_said) IS NOT NULL THEN
      INSERT INTO audit.t0_dataset_hash_baseline
        (entrypoint, t0_day, sample_limit, dataset_sha256, computed_at)
      VALUES ('fusion-store trial', '2000-01-01', 0, encode(sha256(''), 'hex'), clock_timestamp());
      SET CONSTRAINTS ALL IMMEDIATE;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'FSC00', MESSAGE = 'the trial is over';
  EXCEPTION
    WHEN SQLSTATE 'FSC00' THEN
      NULL;
    WHEN OTHERS THEN
      RAISE EXCEPTION 'nothing was installed: % cannot hold the rows of this system: %', v_said, SQLERRM
        USING
          ERRCODE = 'FSC10',
          HINT = 'Relax what refuses the row, or have the owner of the table do so, and run this file again.';
  END;
END
