-- The functions of a user-defined aggregate.
CREATE OR REPLACE FUNCTION audit._aggregate_parts(p_function oid)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT f.id::oid
  FROM
    pg_catalog.pg_aggregate a
    CROSS JOIN LATERAL unnest(
      ARRAY[
        a.aggtransfn,
        a.aggfinalfn,
        a.aggcombinefn,
        a.aggserialfn,
        a.aggdeserialfn,
        a.aggmtransfn,
        a.aggminvtransfn,
        a.aggmfinalfn
      ]::oid[]
    ) AS f (id)
  WHERE a.aggfnoid = p_function AND f.id <> 0;
END
$function$;
REVOKE ALL ON FUNCTION audit._aggregate_parts(oid) FROM PUBLIC;
