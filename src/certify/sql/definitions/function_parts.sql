-- The parts of functions and aggregates. Cost and row estimates are left out, because they do not change any value.
CREATE OR REPLACE FUNCTION audit._function_parts(p_classes oid[], p_objects oid[], p_portable boolean)
RETURNS TABLE (class_id oid, object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_class oid := 'pg_catalog.pg_proc'::regclass;
  v_functions oid[] := audit._of_class(p_classes, p_objects, v_class);
BEGIN
  RETURN QUERY
  SELECT v_class, p.oid, x.part, x.value
  FROM
    pg_catalog.pg_proc p
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    CROSS JOIN LATERAL (
      VALUES
        ('name', p.oid::regprocedure::text),
        ('arguments', pg_get_function_arguments(p.oid)),
        ('result', pg_get_function_result(p.oid)),
        (
          'behaviour',
          concat_ws(
            ' ',
            l.lanname,
            p.prokind,
            p.provolatile,
            p.proisstrict,
            p.prosecdef,
            p.proleakproof,
            p.proparallel
          )
        ),
        ('settings', (SELECT json_agg(s ORDER BY s COLLATE "C")::text FROM unnest(p.proconfig) AS s)),
        (
          'transforms',
          (
            SELECT json_agg(format_type(t, NULL) ORDER BY ord)::text
            FROM unnest(p.protrftypes) WITH ORDINALITY AS u (t, ord)
          )
        ),
        ('support', p.prosupport::oid::regprocedure::text),
        ('source', p.prosrc),
        ('binary', p.probin),
        (
          'statement',
          CASE
            WHEN p_portable THEN pg_get_function_sqlbody(p.oid)
            ELSE p.prosqlbody::text
          END
        )
    ) AS x (part, value)
  WHERE p.oid = ANY (v_functions);

  RETURN QUERY
  SELECT
    v_class,
    v_oid,
    'aggregate',
    json_build_array(
      a.aggkind,
      a.aggnumdirectargs,
      a.aggtransfn::oid::regprocedure,
      a.aggfinalfn::oid::regprocedure,
      a.aggcombinefn::oid::regprocedure,
      a.aggserialfn::oid::regprocedure,
      a.aggdeserialfn::oid::regprocedure,
      a.aggmtransfn::oid::regprocedure,
      a.aggminvtransfn::oid::regprocedure,
      a.aggmfinalfn::oid::regprocedure,
      a.aggfinalextra,
      a.aggmfinalextra,
      a.aggfinalmodify,
      a.aggmfinalmodify,
      a.aggsortop::regoperator,
      format_type(a.aggtranstype, NULL),
      format_type(nullif(a.aggmtranstype, 0), NULL),
      a.agginitval,
      a.aggminitval
    )::text
  FROM
    unnest(v_functions) AS v_oid
    JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = v_oid;
END
$function$;
REVOKE ALL ON FUNCTION audit._function_parts(oid[], oid[], boolean) FROM PUBLIC;
