-- The routines of this system: those that were written down, and the public names where nobody else has them.
CREATE OR REPLACE FUNCTION audit._own_routines() RETURNS SETOF oid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY SELECT to_regprocedure(i.name)::oid FROM audit.t0_installed i
  WHERE i.kind = 'function' AND to_regprocedure(i.name) IS NOT NULL;
  RETURN QUERY SELECT p.oid FROM pg_catalog.pg_proc p
  WHERE p.pronamespace = 'audit'::regnamespace AND p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp']
    -- Under its own name, or under the one that it got when it had to leave that to somebody else's.
    AND regexp_replace(p.proname, '^_earlier_', '') IN ('require_certified', 'require_certified_strict', 'dataset_sha256', 'assert_viewdef_baseline')
    AND (p.proname LIKE '\_earlier\_%' OR strpos(p.prosrc, format('RETURN audit._%s(', p.proname)) > 0);
END
$function$;
REVOKE ALL ON FUNCTION audit._own_routines() FROM PUBLIC;
