-- Removes our rows from the three shared tables and restores the rows that they replaced.
DECLARE
  v_entrypoints text[] := :entrypoints;
  v_names text[];
  v_stays boolean;
  v_columns text;
  v_row record;
BEGIN
  IF to_regclass('audit.t0_installed') IS NULL THEN
    IF to_regclass('audit.t0_cert_seal') IS NOT NULL THEN
      RAISE EXCEPTION 'nothing was removed: an earlier version of this system is installed, '
        'which did not write down what it made'
        USING ERRCODE = 'FSC12', HINT = 'Run 00_audit_framework.sql and 05_cert_functions.sql of this version first.';
    END IF;
    RAISE NOTICE 'there is nothing to remove';
    RETURN;
  END IF;
  v_names :=
    ARRAY(SELECT v.entrypoint FROM audit.t0_verdict v WHERE v.certified_entrypoint = ANY (v_entrypoints));
  v_stays := EXISTS (SELECT FROM audit.t0_entrypoint e WHERE e.entrypoint <> ALL (v_entrypoints));

  -- Checked before anything is changed. Views that call our functions are not dropped here, so they must go first.
  SELECT
    string_agg(
      DISTINCT
      coalesce(
        pg_describe_object('pg_catalog.pg_class'::regclass, r.ev_class, 0),
        pg_describe_object(d.classid, d.objid, d.objsubid)
      ),
      ', '
    ) AS users
  INTO v_row
  FROM
    pg_catalog.pg_depend d
    JOIN pg_catalog.pg_proc p ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid
    JOIN audit._own_routines() AS own (oid) ON own.oid = p.oid
    LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
  WHERE
    d.deptype = 'n'
    AND NOT v_stays
    AND NOT (
      d.classid = 'pg_catalog.pg_trigger'::regclass
      AND d.objid IN (
        SELECT t.oid FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'audit.t0_cert_event'::regclass
      )
    )
    AND NOT (
      d.classid = 'pg_catalog.pg_proc'::regclass
      AND (
        EXISTS (SELECT FROM audit._own_routines() AS other (oid) WHERE other.oid = d.objid)
        OR EXISTS (
          SELECT
          FROM audit.t0_installed j
          WHERE
            CASE j.kind
              WHEN 'kept' THEN to_regprocedure(j.name)
            END = d.objid
        )
      )
    );
  IF v_row.users IS NOT NULL THEN
    RAISE EXCEPTION 'nothing was removed: % would be left without the guard', v_row.users
      USING ERRCODE = 'FSC12', HINT = 'Drop them, or define them without the guard, and run this file again.';
  END IF;

  DELETE FROM audit.t0_cert_registry r WHERE r.entrypoint = ANY (v_names);
  DELETE FROM audit.t0_viewdef_baseline b
  USING audit.t0_definition_server s
  WHERE s.entrypoint = ANY (v_entrypoints) AND (b.entrypoint, b.object_fqn) = (s.entrypoint, s.object_fqn);
  DELETE FROM audit.t0_dataset_hash_baseline b
  USING audit.t0_day_rows r
  WHERE
    r.entrypoint = ANY (v_entrypoints)
    AND (b.entrypoint, b.t0_day) = (r.entrypoint, r.t0_day)
    AND b.sample_limit = 0;
  FOR v_row IN
    SELECT r.relation, r.before
    FROM audit.t0_replaced r
    WHERE
      r.relation IN ('t0_cert_registry', 't0_viewdef_baseline', 't0_dataset_hash_baseline')
      AND (r.row_key ->> 'entrypoint' = ANY (v_entrypoints) OR r.row_key ->> 'entrypoint' = ANY (v_names))
  LOOP
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    INTO v_columns
    FROM pg_catalog.pg_attribute a
    WHERE
      a.attrelid = to_regclass('audit.' || v_row.relation)
      AND a.attnum > 0
      AND NOT a.attisdropped
      AND a.attgenerated = ''
      AND v_row.before ? a.attname::text;
    -- The values of an identity column are restored as they were.
    EXECUTE format(
      'INSERT INTO audit.%1$I (%2$s) OVERRIDING SYSTEM VALUE '
      'SELECT %2$s FROM jsonb_populate_record(NULL::audit.%1$I, $1) ON CONFLICT DO NOTHING',
      v_row.relation,
      v_columns
    )
    USING v_row.before;
  END LOOP;
  DELETE FROM audit.t0_replaced r
  WHERE r.row_key ->> 'entrypoint' = ANY (v_entrypoints) OR r.row_key ->> 'entrypoint' = ANY (v_names);
  DELETE FROM audit.t0_verdict v WHERE v.certified_entrypoint = ANY (v_entrypoints);
  DELETE FROM audit.t0_definition_server s WHERE s.entrypoint = ANY (v_entrypoints);
  DELETE FROM audit.t0_day_rows r WHERE r.entrypoint = ANY (v_entrypoints);
  DELETE FROM audit.t0_cert_seal s WHERE s.entrypoint = ANY (v_entrypoints);
  DELETE FROM audit.t0_entrypoint e WHERE e.entrypoint = ANY (v_entrypoints);

  FOR v_row IN
    SELECT i.name, k.detail
    FROM
      audit.t0_installed i
      LEFT JOIN audit.t0_installed k ON k.kind = 'renamed' AND k.name = i.name
    WHERE i.kind = 'function' AND i.name = ANY (:routines)
  LOOP
    IF to_regprocedure(v_row.name) IS NOT NULL THEN
      EXECUTE format('DROP ROUTINE %s', to_regprocedure(v_row.name));
    END IF;
    IF to_regprocedure(v_row.detail) IS NOT NULL THEN
      EXECUTE format(
        'ALTER PROCEDURE %s RENAME TO %s',
        to_regprocedure(v_row.detail),
        (regexp_match(v_row.name, '^audit\.(.*)\(integer,boolean\)$'))[1]
      );
    END IF;
    DELETE FROM audit.t0_installed i WHERE i.name = v_row.name;
  END LOOP;
  IF v_stays THEN
    RAISE NOTICE 'the audit schema stays: other stores of this system are declared in audit.t0_entrypoint';
  END IF;
END
