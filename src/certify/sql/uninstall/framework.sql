-- Drops the functions and tables of this system, unless another of its stores needs them.
DECLARE
  v_row record;
  v_list text;
  v_has_rows boolean;
  v_made_schema boolean;
BEGIN
  IF to_regclass('audit.t0_installed') IS NULL THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM audit.t0_entrypoint) THEN
    RETURN;
  END IF;
  FOR v_row IN SELECT i.name, i.detail FROM audit.t0_installed i WHERE i.kind = 'kept' LOOP
    PERFORM audit._restore_host(v_row.name, v_row.detail);
  END LOOP;
  DROP TRIGGER append_only ON audit.t0_cert_event;
  -- In one statement, because they depend on each other.
  SELECT string_agg(own.oid::regprocedure::text, ', ') INTO v_list FROM audit._own_routines() AS own (oid);
  IF v_list IS NOT NULL THEN
    EXECUTE 'DROP ROUTINE ' || v_list;
  END IF;
  FOR v_row IN
    SELECT i.name
    FROM
      audit.t0_installed i
      JOIN pg_catalog.pg_roles r ON r.rolname = i.name
    WHERE i.kind = 'usage'
  LOOP
    EXECUTE format('REVOKE USAGE ON SCHEMA audit FROM %I', v_row.name);
  END LOOP;
  -- A table that other systems have written to since then is kept.
  FOR v_row IN
    SELECT i.name
    FROM audit.t0_installed i
    WHERE i.kind = 'table' AND to_regclass('audit.' || i.name) IS NOT NULL
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM audit.%I)', v_row.name) INTO v_has_rows;
    IF v_has_rows THEN
      RAISE NOTICE 'audit.% stays: it has rows of other stores', v_row.name;
    ELSE
      EXECUTE format('DROP TABLE audit.%I', v_row.name);
    END IF;
  END LOOP;
  v_made_schema := EXISTS (SELECT FROM audit.t0_installed i WHERE i.kind = 'schema');
  DROP TABLE :tables;
  IF v_made_schema
    AND NOT EXISTS (
      SELECT
      FROM pg_catalog.pg_depend d
      WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = 'audit'::regnamespace
    )
  THEN
    DROP SCHEMA audit;
  END IF;
END
