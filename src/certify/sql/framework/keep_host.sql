-- A routine of another system whose name we need keeps its OID, owner, privileges, comment and dependents. Only its
-- body changes: it calls our function for the entrypoints of our stores, and a copy of the original for all others.
-- It is not renamed, because views that call it would then deparse differently and their baselines would no longer
-- match.

-- Creates the same function under another name in this schema, with the same body, settings and owner.
CREATE OR REPLACE FUNCTION audit._copy_function(p_function regprocedure, p_name text)
RETURNS regprocedure
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = off
AS $function$
DECLARE
  v_definition text := pg_get_functiondef(p_function);
  v_head text;
  v_arguments text := pg_get_function_identity_arguments(p_function);
BEGIN
  SELECT format('CREATE OR REPLACE FUNCTION %I.%I(', n.nspname, p.proname)
  INTO v_head
  FROM
    pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.oid = p_function;
  IF left(v_definition, length(v_head)) <> v_head THEN
    RAISE EXCEPTION 'the definition of % cannot be read', p_function
      USING ERRCODE = 'FSC10', HINT = 'Rename it, and run this again.';
  END IF;
  EXECUTE format('CREATE OR REPLACE FUNCTION audit.%I(', p_name) || substr(v_definition, length(v_head) + 1);
  RETURN (
    SELECT p.oid
    FROM
      pg_catalog.pg_proc p,
      pg_catalog.pg_proc q
    WHERE
      q.oid = p_function
      AND p.pronamespace = 'audit'::regnamespace
      AND p.proname = p_name
      AND p.proargtypes = q.proargtypes
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._copy_function(regprocedure, text) FROM PUBLIC;

-- Keeps a copy of another system's function, with the same privileges as the original. The owner reaches the copy
-- when the function is SECURITY DEFINER, otherwise its callers do.
CREATE OR REPLACE FUNCTION audit._keep_host(p_host regprocedure)
RETURNS regprocedure
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_host pg_catalog.pg_proc;
  v_copy regprocedure;
  v_earlier text;
BEGIN
  SELECT p.* INTO v_host FROM pg_catalog.pg_proc p WHERE p.oid = p_host;
  SELECT i.detail INTO v_earlier FROM audit.t0_installed i WHERE i.kind = 'kept' AND i.name = p_host::text;
  IF to_regprocedure(v_earlier) IS NOT NULL THEN
    EXECUTE format('DROP FUNCTION %s', to_regprocedure(v_earlier));
  END IF;
  v_copy := audit._copy_function(p_host, '_host_' || v_host.proname);
  EXECUTE format('ALTER FUNCTION %s OWNER TO %I', v_copy, pg_get_userbyid(v_host.proowner));
  EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_copy);
  IF NOT v_host.prosecdef THEN
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', v_copy);
  END IF;
  INSERT INTO audit.t0_installed AS i (kind, name, detail)
  VALUES ('kept', p_host::text, v_copy::text)
  ON CONFLICT (kind, name) DO UPDATE SET detail = excluded.detail;
  RETURN v_copy;
END
$function$;
REVOKE ALL ON FUNCTION audit._keep_host(regprocedure) FROM PUBLIC;

-- Restores the original body of a function that was kept.
CREATE OR REPLACE FUNCTION audit._restore_host(p_name text, p_copy text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_host regprocedure := to_regprocedure(p_name);
  v_copy regprocedure := to_regprocedure(p_copy);
BEGIN
  IF v_copy IS NULL THEN
    RETURN;
  END IF;
  -- A function that its owner replaced or dropped in the meantime is left as it is.
  IF v_host IS NOT NULL
    AND (
      SELECT coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) LIKE '%audit.\_declared(%'
      FROM pg_catalog.pg_proc p
      WHERE p.oid = v_host
    )
  THEN
    PERFORM
      audit._copy_function(v_copy, (SELECT p.proname::text FROM pg_catalog.pg_proc p WHERE p.oid = v_host));
  END IF;
  EXECUTE format('DROP FUNCTION %s', v_copy);
END
$function$;
REVOKE ALL ON FUNCTION audit._restore_host(text, text) FROM PUBLIC;
