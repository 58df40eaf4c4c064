-- The parts of types, collations and operators: the labels of an enum in order, the columns of a row type, the
-- subtype of a range, the constraints of a domain, the function of an operator and its negator.
CREATE OR REPLACE FUNCTION audit._type_parts(p_classes oid[], p_objects oid[])
RETURNS TABLE (class_id oid, object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_class oid := 'pg_catalog.pg_type'::regclass;
  v_types oid[] := audit._of_class(p_classes, p_objects, v_class);
BEGIN
  IF v_types = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT v_class, t.oid, x.part, x.value
  FROM
    pg_catalog.pg_type t
    CROSS JOIN LATERAL (
      VALUES
        ('name', format('%s %s', t.typtype, audit._object_fqn(v_class, t.oid))),
        (
          'base',
          CASE t.typtype
            WHEN 'd' THEN json_build_array(
              format_type(t.typbasetype, t.typtypmod),
              t.typnotnull,
              t.typcollation::regcollation
            )::text
            WHEN 'b' THEN json_build_array(
              t.typinput::oid::regprocedure,
              t.typoutput::oid::regprocedure,
              t.typlen,
              t.typbyval
            )::text
          END
        ),
        (
          'labels',
          (
            SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text
            FROM pg_catalog.pg_enum e
            WHERE e.enumtypid = t.oid
          )
        ),
        (
          'columns',
          (
            SELECT
              json_agg(
                json_build_array(
                  a.attname,
                  format_type(a.atttypid, a.atttypmod),
                  a.attcollation::regcollation
                )
                ORDER BY a.attnum
              )::text
            FROM pg_catalog.pg_attribute a
            WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
          )
        ),
        (
          'range',
          (
            SELECT
              json_build_array(
                format_type(r.rngsubtype, NULL),
                r.rngcollation::regcollation,
                o.opcnamespace::regnamespace,
                o.opcname,
                r.rngcanonical::oid::regprocedure,
                r.rngsubdiff::oid::regprocedure,
                format_type(r.rngmultitypid, NULL)
              )::text
            FROM
              pg_catalog.pg_range r
              JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
            WHERE r.rngtypid = t.oid
          )
        )
      UNION ALL
      -- Later versions also have a constraint for NOT NULL.
      SELECT format('check %I', c.conname), pg_get_constraintdef(c.oid)
      FROM pg_catalog.pg_constraint c
      WHERE c.contypid = t.oid AND c.contype = 'c'
    ) AS x (part, value)
  WHERE t.oid = ANY (v_types);
END
$function$;
REVOKE ALL ON FUNCTION audit._type_parts(oid[], oid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._comparison_parts(p_classes oid[], p_objects oid[])
RETURNS TABLE (class_id oid, object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_collations oid[] := audit._of_class(p_classes, p_objects, 'pg_catalog.pg_collation'::regclass::oid);
  v_operators oid[] := audit._of_class(p_classes, p_objects, 'pg_catalog.pg_operator'::regclass::oid);
BEGIN
  -- Most stores have neither, and a query that is not run does not need to be planned in each session.
  IF v_collations = '{}' AND v_operators = '{}' THEN
    RETURN;
  END IF;
  -- The columns for the locale differ between versions of Postgres. The library version is the current one.
  RETURN QUERY
  SELECT
    'pg_catalog.pg_collation'::regclass::oid,
    c.oid,
    'collation',
    jsonb_build_array(
      c.oid::regcollation,
      pg_collation_actual_version(c.oid),
      to_jsonb(c) - '{oid,collname,collnamespace,collowner}'::text[]
    )::text
  FROM pg_catalog.pg_collation c
  WHERE c.oid = ANY (v_collations);

  -- The planner replaces NOT of a comparison by the negator, and uses merge and hash joins where the operator allows
  -- them.
  RETURN QUERY
  SELECT
    'pg_catalog.pg_operator'::regclass::oid,
    o.oid,
    'operator',
    json_build_array(
      o.oid::regoperator,
      o.oprcode::oid::regprocedure,
      format_type(o.oprresult, NULL),
      o.oprcom::regoperator,
      o.oprnegate::regoperator,
      o.oprcanmerge,
      o.oprcanhash
    )::text
  FROM pg_catalog.pg_operator o
  WHERE o.oid = ANY (v_operators);
END
$function$;
REVOKE ALL ON FUNCTION audit._comparison_parts(oid[], oid[]) FROM PUBLIC;
