-- The analyzed body of a user-defined function as text, or why it cannot be read.
--
-- A string body is analyzed at each call. To see the result, a twin of the function with the same body in
-- SQL-standard form is created and rolled back. A body that contains a semicolon is not tried: in the twin it could
-- end the function and start another statement.
CREATE OR REPLACE FUNCTION audit._read_function(p_function oid, OUT tree text, OUT problem text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET check_function_bodies = on
AS $function$
DECLARE
  v_function record;
  v_body text;
  v_path text;
BEGIN
  SELECT
    p.proname,
    p.prokind,
    p.prosrc,
    p.prosqlbody::text AS sqlbody,
    l.lanname,
    pg_get_function_arguments(p.oid) AS arguments,
    pg_get_function_result(p.oid) AS result,
    (
      SELECT substr(c, length('search_path=') + 1) FROM unnest(p.proconfig) AS c WHERE c LIKE 'search\_path=%'
    ) AS path
  INTO v_function
  FROM
    pg_catalog.pg_proc p
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  WHERE p.oid = p_function;

  IF v_function.prokind = 'a' THEN
    RETURN;
  ELSIF v_function.lanname <> 'sql' THEN
    problem := format('its body is in %s, which cannot be read', v_function.lanname);
    RETURN;
  ELSIF v_function.sqlbody IS NOT NULL THEN
    tree := v_function.sqlbody;
    RETURN;
  END IF;

  -- Exactly what SQL takes for a blank. In some locales a regular expression takes more characters for blanks, which
  -- SQL treats as part of a name.
  v_body := regexp_replace(v_function.prosrc, '[ \t\n\r\f\v;]+$', '');
  IF position(';' IN v_body) > 0 THEN
    problem := 'its body is a string with a semicolon in it, which is not read';
    RETURN;
  END IF;
  v_path := coalesce(v_function.path, 'pg_catalog');
  BEGIN
    PERFORM set_config('search_path', v_path, true);
    EXECUTE format(
      E'CREATE FUNCTION pg_temp.%I(%s) RETURNS %s LANGUAGE sql BEGIN ATOMIC %s\n; END',
      v_function.proname,
      v_function.arguments,
      v_function.result,
      v_body
    );
    SELECT p.prosqlbody::text
    INTO tree
    FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = pg_catalog.pg_my_temp_schema() AND p.proname = v_function.proname
    ORDER BY p.oid DESC
    LIMIT 1;
    RAISE EXCEPTION USING ERRCODE = 'FSC00';
  EXCEPTION
    WHEN SQLSTATE 'FSC00' THEN
      NULL;
    WHEN OTHERS THEN
      problem := format('its body cannot be analyzed: %s', SQLERRM);
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._read_function(oid) FROM PUBLIC;

-- The names in a string body are resolved at each call. Without a search_path of its own, a session can substitute
-- another function or operator.
CREATE OR REPLACE FUNCTION audit._is_unpinned(p_function oid)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    p.prosqlbody IS NULL AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS c WHERE c LIKE 'search\_path=%')
  FROM
    pg_catalog.pg_proc p
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  WHERE p.oid = p_function AND l.lanname = 'sql' AND p.prokind <> 'a'
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_unpinned(oid) FROM PUBLIC;
