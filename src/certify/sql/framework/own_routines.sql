-- The routines of this system: those that were recorded at installation, and the public names where no other system
-- has them.
CREATE OR REPLACE FUNCTION audit._own_routines()
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  -- CASE, because the name of another kind is not a signature, and a plan may resolve it before filtering.
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
    -- Under its own name, or under the name it was given when it had to make room for another system's function.
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
