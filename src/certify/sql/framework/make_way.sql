-- An earlier system may have functions of our names. CREATE OR REPLACE takes their place, unless they call their arguments
-- otherwise or give something else: then they go first. Postgres refuses that, and says so, while anything rests on them.
CREATE OR REPLACE FUNCTION audit._make_way(p_name text, p_types text, p_names text[], p_defaults int, p_result text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_earlier record;
BEGIN
  SELECT p.oid::regprocedure AS signature, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS kind INTO v_earlier
  FROM pg_catalog.pg_proc p
  WHERE p.pronamespace = 'audit'::regnamespace AND p.proname = p_name AND oidvectortypes(p.proargtypes) = p_types
    AND (p.prokind, p.proargnames, p.pronargdefaults, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE format_type(p.prorettype, NULL) END)
      IS DISTINCT FROM (CASE p_result WHEN 'procedure' THEN 'p' ELSE 'f' END::"char", p_names, p_defaults::int2, p_result);
  IF FOUND THEN
    EXECUTE format('DROP %s %s', v_earlier.kind, v_earlier.signature);
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._make_way(text, text, text[], int, text) FROM PUBLIC;

DO $earlier$
BEGIN
  PERFORM audit._make_way('dataset_sha256', 'regclass, date, integer', ARRAY['p_relation', 'p_day', 'p_limit'], 1, 'text');
  PERFORM audit._make_way('assert_viewdef_baseline', 'text', ARRAY['p_entrypoint'], 0, 'integer');
  PERFORM audit._make_way('require_certified', 'text, interval', ARRAY['p_entrypoint', 'p_max_age'], 1, 'boolean');
  PERFORM audit._make_way('require_certified_strict', 'text, interval', ARRAY['p_entrypoint', 'p_max_age'], 0, 'boolean');
END
$earlier$;
