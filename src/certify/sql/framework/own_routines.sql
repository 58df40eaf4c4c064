-- The routines of this system: those that were written down, and the public names where nobody else has them.
CREATE OR REPLACE FUNCTION audit._own_routines()
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  -- CASE, since a name of another kind is no signature, and a plan may look it up before it filters.
  RETURN QUERY
  SELECT f.id
  FROM
    audit.t0_installed i
    CROSS JOIN LATERAL (
      SELECT
        CASE i.kind
          WHEN 'function' THEN to_regprocedure(i.name)
        END::oid
    ) AS f (id)
  WHERE f.id IS NOT NULL;
  RETURN QUERY
  SELECT p.oid
  FROM pg_catalog.pg_proc p
  WHERE
    p.pronamespace = 'audit'::regnamespace
    AND p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp']
    -- Under its own name, or under the one that it got when it had to leave that to somebody else's.
    AND regexp_replace(p.proname, '^_earlier_', '') IN (
      'require_certified',
      'require_certified_strict',
      'dataset_sha256',
      'assert_viewdef_baseline'
    )
    AND (p.proname LIKE '\_earlier\_%' OR strpos(p.prosrc, format('RETURN audit._%s(', p.proname)) > 0);
END
$function$;
REVOKE ALL ON FUNCTION audit._own_routines() FROM PUBLIC;
