-- Changes the body of another system's function so that our functions handle our entrypoints. Everything else that a
-- caller or a plan could notice stays: argument names and defaults, result, volatility, strictness, privileges,
-- settings, cost.
--
-- p_ours is the call of our function; %1$s in it stands for the name that a store declares. p_aliases: whether
-- aliases count. p_extras: whether a further argument with a value other than its default is a question for the
-- original function only.
CREATE OR REPLACE FUNCTION audit._dispatch(
  p_host regprocedure,
  p_ours text,
  p_arguments int,
  p_aliases boolean,
  p_extras boolean
)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_host pg_catalog.pg_proc;
  v_copy regprocedure;
  v_ours text;
  v_theirs text;
  v_condition text;
  v_is_void boolean;
  v_is_sql boolean;
  -- The definition up to the body, and the settings in it.
  v_head text;
  v_settings text;
  v_grantee record;
BEGIN
  SELECT p.* INTO v_host FROM pg_catalog.pg_proc p WHERE p.oid = p_host;
  IF coalesce(pg_get_function_sqlbody(p_host), v_host.prosrc) LIKE '%audit.\_declared(%' THEN
    SELECT to_regprocedure(i.detail)
    INTO v_copy
    FROM audit.t0_installed i
    WHERE i.kind = 'kept' AND i.name = p_host::text;
    IF v_copy IS NULL THEN
      RAISE EXCEPTION '% calls a function that is not there', p_host
        USING
          ERRCODE = 'FSC10',
          HINT = 'Have its owner create it again as it was before this system, and run this again.';
    END IF;
  ELSE
    v_copy := audit._keep_host(p_host);
  END IF;

  v_ours := format(
    'audit._declared($1%s, %L::pg_catalog.bool)',
    CASE
      WHEN v_host.proargtypes[0] = 'regclass'::regtype THEN ''
      ELSE '::pg_catalog.text'
    END,
    p_aliases
  );
  v_condition := v_ours || ' IS NOT NULL';
  IF p_extras THEN
    v_condition := v_condition || coalesce(
      (
        SELECT
          string_agg(
            format(' AND $%s IS NOT DISTINCT FROM (%s)', n, pg_get_function_arg_default(p_host, n)),
            ''
            ORDER BY n
          )
        FROM generate_series(p_arguments + 1, v_host.pronargs) AS n
      ),
      ''
    );
  END IF;
  v_ours := format(p_ours, v_ours);
  v_theirs := format(
    'audit.%I(%s)',
    (SELECT p.proname FROM pg_catalog.pg_proc p WHERE p.oid = v_copy),
    (SELECT string_agg('$' || n, ', ' ORDER BY n) FROM generate_series(1, v_host.pronargs) AS n)
  );
  v_is_void := v_host.prorettype = 'void'::regtype;
  -- An SQL function returns NULL for void. A function in another language returns a value that is not NULL.
  v_is_sql := NOT v_is_void
    OR (
      SELECT l.lanname = 'sql'
      FROM
        pg_catalog.pg_proc p
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE p.oid = v_copy
    );

  v_head := split_part(
    split_part(split_part(pg_get_functiondef(v_copy), E'\nAS ', 1), E'\nBEGIN ATOMIC', 1),
    E'\nRETURN ',
    1
  );
  SELECT coalesce(string_agg(m.line[1], '' ORDER BY m.n), '')
  INTO v_settings
  FROM regexp_matches(v_head, E'(\n SET [^\n]*)', 'g') WITH ORDINALITY AS m (line, n);

  EXECUTE format(
    'CREATE OR REPLACE FUNCTION audit.%I(%s) RETURNS %s LANGUAGE %s %s PARALLEL %s COST %s%s%s%s%s ',
    v_host.proname,
    pg_get_function_arguments(p_host),
    pg_get_function_result(p_host),
    CASE
      WHEN v_is_sql THEN 'sql'
      ELSE 'plpgsql'
    END,
    CASE v_host.provolatile
      WHEN 'i' THEN 'IMMUTABLE'
      WHEN 's' THEN 'STABLE'
      ELSE 'VOLATILE'
    END,
    CASE v_host.proparallel
      WHEN 's' THEN 'SAFE'
      WHEN 'r' THEN 'RESTRICTED'
      ELSE 'UNSAFE'
    END,
    v_host.procost,
    CASE
      WHEN v_host.proisstrict THEN ' STRICT'
      ELSE ''
    END,
    CASE
      WHEN v_host.proleakproof THEN ' LEAKPROOF'
      ELSE ''
    END,
    CASE
      WHEN v_host.prosecdef THEN ' SECURITY DEFINER'
      ELSE ''
    END,
    v_settings
  ) || CASE
    WHEN NOT v_is_sql THEN format(
      'AS %L',
      format('BEGIN IF %s THEN PERFORM %s; ELSE PERFORM %s; END IF; END', v_condition, v_ours, v_theirs)
    )
    WHEN v_is_void THEN format(
      'BEGIN ATOMIC SELECT %s WHERE %s; SELECT %s WHERE (%2$s) IS NOT TRUE; END',
      v_ours,
      v_condition,
      v_theirs
    )
    ELSE format('BEGIN ATOMIC SELECT CASE WHEN %s THEN %s ELSE %s END; END', v_condition, v_ours, v_theirs)
  END;

  -- Grants EXECUTE on our function to those who can reach it through theirs: its owner when it is SECURITY DEFINER,
  -- otherwise its callers.
  GRANT EXECUTE ON FUNCTION audit._declared(text, boolean), audit._declared(regclass, boolean) TO PUBLIC;
  FOR v_grantee IN
    SELECT
      CASE a.grantee
        WHEN 0 THEN 'PUBLIC'
        ELSE format('%I', pg_get_userbyid(a.grantee))
      END AS role
    FROM aclexplode(coalesce(v_host.proacl, acldefault('f', v_host.proowner))) a
    WHERE a.privilege_type = 'EXECUTE' AND NOT v_host.prosecdef
    UNION
    SELECT format('%I', pg_get_userbyid(v_host.proowner))
  LOOP
    EXECUTE format(
      'GRANT EXECUTE ON FUNCTION %s TO %s',
      (
        SELECT p.oid::regprocedure
        FROM pg_catalog.pg_proc p
        WHERE
          p.proname = '_' || v_host.proname
          AND p.oid IN (
            'audit._require_certified(text,interval)'::regprocedure,
            'audit._require_certified_strict(text,interval)'::regprocedure,
            'audit._dataset_sha256(regclass,date,integer)'::regprocedure,
            'audit._assert_viewdef_baseline(text)'::regprocedure
          )
      ),
      v_grantee.role
    );
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._dispatch(regprocedure, text, int, boolean, boolean) FROM PUBLIC;
