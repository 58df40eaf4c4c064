-- Creates the procedure that certifies a store, under the name that the store declares. An earlier system's procedure
-- for the same store is renamed and kept. Ours takes over the names and defaults of its arguments, and its grants.
CREATE OR REPLACE FUNCTION audit._put_runner(p_procedure text, p_entrypoint text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_earlier pg_catalog.pg_proc;
  v_arguments text;
  v_name text := format('audit.%I(integer,boolean)', p_procedure);
  v_aside text := '_host_' || p_procedure;
  v_grantee record;
BEGIN
  SELECT p.* INTO v_earlier FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure(v_name);
  v_arguments := CASE
    WHEN v_earlier.pronargdefaults = 2
    AND v_earlier.proargnames IS NOT NULL THEN pg_get_function_arguments(v_earlier.oid)
    ELSE format(
      '%I integer DEFAULT 3, %I boolean DEFAULT false',
      coalesce(nullif(v_earlier.proargnames[1], ''), 'p_check_days'),
      coalesce(nullif(v_earlier.proargnames[2], ''), 'p_update_baselines')
    )
  END;
  IF v_earlier.prosrc NOT LIKE '%audit.\_certify(%' THEN
    EXECUTE format('ALTER PROCEDURE %s RENAME TO %I', to_regprocedure(v_name), v_aside);
    INSERT INTO audit.t0_installed AS i (kind, name, detail)
    VALUES ('renamed', v_name, format('audit.%I(integer,boolean)', v_aside))
    ON CONFLICT (kind, name) DO UPDATE SET detail = excluded.detail;
  END IF;
  EXECUTE format($create$
    CREATE OR REPLACE PROCEDURE audit.%I(%s)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    -- Settings under which dynamic SQL would be read or deparsed differently are fixed.
    SET standard_conforming_strings = on SET transform_null_equals = off
    SET quote_all_identifiers = off SET check_function_bodies = on
    AS %L$create$,
    p_procedure,
    v_arguments,
    format('BEGIN PERFORM audit._certify(%L::text, $1, $2); END', p_entrypoint));
  EXECUTE format('REVOKE ALL ON PROCEDURE audit.%I(int, boolean) FROM PUBLIC', p_procedure);
  INSERT INTO audit.t0_installed (kind, name) VALUES ('function', v_name) ON CONFLICT DO NOTHING;
  FOR v_grantee IN
    SELECT pg_get_userbyid(a.grantee) AS role
    FROM aclexplode(v_earlier.proacl) a
    WHERE a.grantee <> 0 AND a.privilege_type = 'EXECUTE'
  LOOP
    EXECUTE format('GRANT EXECUTE ON PROCEDURE audit.%I(int, boolean) TO %I', p_procedure, v_grantee.role);
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._put_runner(text, text) FROM PUBLIC;
