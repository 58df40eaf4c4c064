-- The columns of each table that some objects read; NULL stands for all columns. A child table that is read through
-- its parent is read by the names of the parent's columns.
CREATE OR REPLACE FUNCTION audit._columns_read(p_relations oid[], p_functions oid[])
RETURNS TABLE (relation oid, attname name)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  -- Postgres does not record what an SQL function with a string body reads, so it counts as reading every column.
  IF EXISTS (
    SELECT
    FROM
      pg_catalog.pg_proc p
      JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.oid = ANY (p_functions) AND p.prosqlbody IS NULL AND l.lanname = 'sql'
  ) THEN
    RETURN QUERY SELECT r, NULL::name FROM unnest(p_relations) AS r;
    RETURN;
  END IF;
  RETURN QUERY
  WITH RECURSIVE
    ancestry(relation, read_as) AS (
      SELECT r, r FROM unnest(p_relations) AS r
      UNION
      SELECT a.relation, i.inhparent
      FROM
        ancestry a
        JOIN pg_catalog.pg_inherits i ON i.inhrelid = a.read_as
      WHERE i.inhparent = ANY (p_relations)
    )
  SELECT DISTINCT y.relation, a.attname
  FROM
    ancestry y
    JOIN pg_catalog.pg_depend d
      ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = y.read_as AND d.refobjsubid > 0
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE
    CASE d.classid
      WHEN 'pg_catalog.pg_rewrite'::regclass THEN EXISTS (
        SELECT FROM pg_catalog.pg_rewrite r WHERE r.oid = d.objid AND r.ev_class = ANY (p_relations)
      )
      WHEN 'pg_catalog.pg_proc'::regclass THEN d.objid = ANY (p_functions)
      -- A column that a generated column depends on. PostgreSQL 14 records it for the column, later versions for its
      -- expression.
      WHEN 'pg_catalog.pg_class'::regclass THEN d.objid = d.refobjid
      AND d.objsubid > 0
      WHEN 'pg_catalog.pg_attrdef'::regclass THEN EXISTS (
        SELECT
        FROM
          pg_catalog.pg_attrdef f
          JOIN pg_catalog.pg_attribute g ON g.attrelid = f.adrelid AND g.attnum = f.adnum
        WHERE f.oid = d.objid AND f.adrelid = d.refobjid AND f.adnum <> d.refobjsubid AND g.attgenerated <> ''
      )
      ELSE false
    END;
END
$function$;
REVOKE ALL ON FUNCTION audit._columns_read(oid[], oid[]) FROM PUBLIC;

-- The columns of relations, in order where a reader could notice the order.
CREATE OR REPLACE FUNCTION audit._column_parts(p_classes oid[], p_objects oid[])
RETURNS TABLE (object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_relations oid[] := audit._of_class(p_classes, p_objects, 'pg_catalog.pg_class'::regclass::oid);
BEGIN
  RETURN QUERY
  SELECT
    c.oid,
    'columns',
    json_agg(
      json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation)
      ORDER BY a.attnum
    )::text
  FROM
    pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
  WHERE c.oid = ANY (v_relations) AND c.relkind IN ('v', 'm') AND a.attnum > 0
  GROUP BY c.oid;

  RETURN QUERY
  SELECT
    c.oid,
    format('column %I', a.attname),
    concat_ws(
      ' ',
      format_type(a.atttypid, a.atttypmod),
      a.attcollation::regcollation,
      CASE
        WHEN a.attgenerated <> '' THEN (
          SELECT concat_ws(' ', a.attgenerated, pg_get_expr(f.adbin, f.adrelid))
          FROM pg_catalog.pg_attrdef f
          WHERE f.adrelid = c.oid AND f.adnum = a.attnum
        )
      END,
      CASE
        WHEN c.relkind = 'f' THEN (
          SELECT json_agg(o ORDER BY o COLLATE "C")::text FROM unnest(a.attfdwoptions) AS o
        )
      END
    )
  FROM
    audit._columns_read(
      v_relations,
      audit._of_class(p_classes, p_objects, 'pg_catalog.pg_proc'::regclass::oid)
    ) r
    JOIN pg_catalog.pg_class c ON c.oid = r.relation AND c.relkind NOT IN ('v', 'm')
    JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid
      AND a.attname = coalesce(r.attname, a.attname)
      AND a.attnum > 0
      AND NOT a.attisdropped;
END
$function$;
REVOKE ALL ON FUNCTION audit._column_parts(oid[], oid[]) FROM PUBLIC;
