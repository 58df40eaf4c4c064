-- Publishes the functions that guarded views, the runbook and other systems call, under the names that they use.
-- Where another system already has a function of that name, that function serves both.
CREATE OR REPLACE FUNCTION audit._publish(p_name text, p_plan jsonb)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_is_guard boolean := p_name LIKE 'require\_certified%';
  v_host regprocedure := to_regprocedure(p_plan ->> 'host');
  v_ours regprocedure := to_regprocedure(p_plan ->> 'ours');
  v_types text[];
  v_owner record;
  -- DEFAULT clause of the optional arguments; empty where it would make calls ambiguous.
  v_default text := '';
BEGIN
  IF v_host IS NOT NULL THEN
    -- An earlier version created ours beside theirs, which made calls of either ambiguous.
    IF v_ours IS NOT NULL AND NOT (p_plan ->> 'beside')::boolean THEN
      BEGIN
        EXECUTE format('DROP FUNCTION %s', v_ours);
      EXCEPTION WHEN dependent_objects_still_exist THEN
        EXECUTE format('ALTER FUNCTION %s RENAME TO %I', v_ours, '_earlier_' || p_name);
      END;
    END IF;
    SELECT
      ARRAY(
        SELECT format_type(u.t, NULL)
        FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u (t, n)
        ORDER BY u.n
      )
    INTO v_types
    FROM pg_catalog.pg_proc p
    WHERE p.oid = v_host;
    CASE p_name
      WHEN 'dataset_sha256' THEN
        PERFORM
          audit._dispatch(
            v_host,
            CASE v_types[1]
              WHEN 'regclass' THEN 'audit._dataset_sha256($1, $2, $3::pg_catalog.int4)'
              ELSE 'audit._dataset_sha256(pg_catalog.to_regclass(%1$s), $2, $3::pg_catalog.int4)'
            END,
            3,
            false,
            true
          );
      WHEN 'assert_viewdef_baseline' THEN
        PERFORM audit._dispatch(v_host, 'audit._assert_viewdef_baseline(%1$s)', 1, false, false);
      ELSE
        PERFORM audit._dispatch(v_host, format('audit._%s(%%1$s, $2)', p_name), 2, true, false);
    END CASE;
  END IF;
  IF NOT (p_plan ->> 'beside')::boolean THEN
    RETURN;
  END IF;
  IF p_name = 'dataset_sha256' THEN
    v_default := CASE WHEN (p_plan ->> 'required')::int < 3 THEN ' DEFAULT NULL' ELSE '' END;
    EXECUTE format($create$
      CREATE OR REPLACE FUNCTION audit.dataset_sha256(p_relation regclass, p_day date, p_limit int%s) RETURNS text
      LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
      AS 'BEGIN RETURN audit._dataset_sha256(p_relation, p_day, p_limit); END'$create$, v_default);
    REVOKE ALL ON FUNCTION audit.dataset_sha256(regclass, date, int) FROM PUBLIC;
  ELSIF v_is_guard THEN
    v_default := CASE WHEN (p_plan ->> 'required')::int < 2 THEN ' DEFAULT NULL' ELSE '' END;
    EXECUTE format($create$
      CREATE OR REPLACE FUNCTION audit.%I(p_entrypoint text, p_max_age interval%s) RETURNS boolean
      LANGUAGE plpgsql VOLATILE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
      AS 'BEGIN RETURN audit.%I(p_entrypoint, p_max_age); END'$create$, p_name, v_default, '_' || p_name);
    EXECUTE format('REVOKE ALL ON FUNCTION audit.%I(text, interval) FROM PUBLIC', p_name);
  ELSE
    CREATE OR REPLACE FUNCTION audit.assert_viewdef_baseline(p_entrypoint text) RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'BEGIN RETURN audit._assert_viewdef_baseline(p_entrypoint); END';
    REVOKE ALL ON FUNCTION audit.assert_viewdef_baseline(text) FROM PUBLIC;
  END IF;
  -- An earlier version replaced another system's function. It still has that owner and runs with the owner's
  -- privileges.
  FOR v_owner IN
    SELECT
      p.proowner::regrole,
      p.pronamespace::regnamespace || '._' || p_name || '(' || oidvectortypes(
        p.proargtypes
      ) || ')' AS inner_function
    FROM pg_catalog.pg_proc p
    WHERE p.oid = v_ours AND p.proname = p_name AND p.proowner <> current_user::regrole
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', v_owner.inner_function, v_owner.proowner);
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._publish(text, jsonb) FROM PUBLIC;

SELECT audit._publish(f.value #>> '{plan,name}', f.value -> 'plan')
FROM jsonb_array_elements(current_setting('fusion.survey')::jsonb) AS f (value)
WHERE f.value ->> 'kind' = 'public';
