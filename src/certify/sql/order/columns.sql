-- Columns of a query, whose analyzed tree is JSON here. The rules in this folder are those of the compiler
-- (src/analyze/order). They decide whether two rows of a query that agree on some values must be the same row.

-- The items of a list. An empty list is not an array in the text of a tree.
CREATE OR REPLACE FUNCTION audit._items(p_list jsonb)
RETURNS SETOF jsonb
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT i.item
  FROM
    jsonb_array_elements(
      CASE jsonb_typeof(p_list)
        WHEN 'array' THEN p_list
        ELSE '[]'
      END
    ) AS i (item);
END
$function$;
REVOKE ALL ON FUNCTION audit._items(jsonb) FROM PUBLIC;

-- The expression behind a column of a join or of a grouping step; NULL for any other column.
CREATE OR REPLACE FUNCTION audit._aliased(p_var jsonb, p_query jsonb)
RETURNS jsonb
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_entry jsonb := p_query -> 'rtable' -> ((p_var ->> 'varno')::int - 1);
  v_at int := (p_var ->> 'varattno')::int - 1;
BEGIN
  RETURN CASE
    WHEN v_at < 0 THEN NULL
    WHEN v_entry ->> 'rtekind' = '2' THEN v_entry -> 'joinaliasvars' -> v_at
    WHEN v_entry ->> 'rtekind' = '9' THEN v_entry -> 'groupexprs' -> v_at
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._aliased(jsonb, jsonb) FROM PUBLIC;

-- Whether a cast keeps equality: values are equal before it exactly when they are equal after it. A text cast to
-- char(n) or citext keeps its bytes but equals more values than before. A domain compares as its base type.
CREATE OR REPLACE FUNCTION audit._keeps_equality(p_cast jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_from oid := coalesce(
    p_cast #>> '{arg,vartype}',
    CASE p_cast #>> '{arg,_}'
      WHEN 'RELABELTYPE' THEN p_cast #>> '{arg,resulttype}'
    END,
    '0'
  )::oid;
  v_to oid := (p_cast ->> 'resulttype')::oid;
BEGIN
  RETURN (v_from IN ('text'::regtype, 'varchar'::regtype) AND v_to IN ('text'::regtype, 'varchar'::regtype))
    OR EXISTS (
      SELECT FROM pg_catalog.pg_type t WHERE t.oid = v_from AND t.typtype = 'd' AND t.typbasetype = v_to
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._keeps_equality(jsonb) FROM PUBLIC;

-- The column of the query's own range table that an expression is, under casts that do not change the value.
CREATE OR REPLACE FUNCTION audit._column_node(p_node jsonb, p_query jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node jsonb := p_node;
  v_target jsonb;
BEGIN
  LOOP
    IF v_node ->> '_' = 'RELABELTYPE' THEN
      IF NOT audit._keeps_equality(v_node) THEN
        RETURN NULL;
      END IF;
      v_node := v_node -> 'arg';
    ELSIF v_node ->> '_' = 'VAR' AND v_node ->> 'varlevelsup' = '0' THEN
      v_target := audit._aliased(v_node, p_query);
      IF v_target IS NULL THEN
        RETURN v_node;
      END IF;
      v_node := v_target;
    ELSE
      RETURN NULL;
    END IF;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._column_node(jsonb, jsonb) FROM PUBLIC;

-- What an expression or a subquery uses of the query's own rows: columns, and calls that are not a function of them
-- (aggregates, window functions, sets).
CREATE OR REPLACE FUNCTION audit._own_parts(p_node jsonb, p_query jsonb)
RETURNS TABLE (part jsonb, is_column boolean)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  WITH RECURSIVE
    walk(node, depth) AS (
      SELECT p_node, 0
      UNION ALL
      SELECT below.node, below.depth
      FROM
        walk
        CROSS JOIN LATERAL (
          SELECT audit._aliased(walk.node, p_query) AS node, 0 AS depth
          WHERE walk.node ->> '_' = 'VAR' AND walk.node ->> 'varlevelsup' = walk.depth::text
          UNION ALL
          SELECT
            f.value,
            walk.depth + CASE walk.node ->> '_'
              WHEN 'QUERY' THEN 1
              ELSE 0
            END
          FROM
            jsonb_each(
              CASE jsonb_typeof(walk.node)
                WHEN 'object' THEN walk.node
                ELSE '{}'
              END
            ) AS f (key, value)
          WHERE walk.node ->> '_' IS DISTINCT FROM 'VAR'
          UNION ALL
          SELECT i.value, walk.depth
          FROM
            jsonb_array_elements(
              CASE jsonb_typeof(walk.node)
                WHEN 'array' THEN walk.node
                ELSE '[]'
              END
            ) AS i (value)
        ) AS below
      WHERE jsonb_typeof(below.node) IN ('object', 'array')
    )
  SELECT w.node, w.node ->> '_' = 'VAR'
  FROM walk w
  WHERE
    CASE w.node ->> '_'
      WHEN 'VAR' THEN w.node ->> 'varlevelsup' = w.depth::text
      AND audit._aliased(w.node, p_query) IS NULL
      WHEN 'AGGREF' THEN w.node ->> 'agglevelsup' = w.depth::text
      WHEN 'WINDOWFUNC' THEN w.depth = 0
      WHEN 'GROUPINGFUNC' THEN w.depth = 0
      WHEN 'FUNCEXPR' THEN w.depth = 0
      AND w.node ->> 'funcretset' = 'true'
      WHEN 'OPEXPR' THEN w.depth = 0
      AND w.node ->> 'opretset' = 'true'
      ELSE false
    END;
END
$function$;
REVOKE ALL ON FUNCTION audit._own_parts(jsonb, jsonb) FROM PUBLIC;

-- Whether equal values of a type are always identical bytes. 1.0 and 1.00 are not.
CREATE OR REPLACE FUNCTION audit._is_exact_type(p_type oid)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    t.typtype = 'e'
    OR (
      t.typnamespace = 'pg_catalog'::regnamespace
      AND t.typname IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'exact')
    )
  FROM pg_catalog.pg_type t
  WHERE t.oid = p_type
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_exact_type(oid) FROM PUBLIC;

-- The same for a column. Under a user-defined collation, different texts may be equal.
CREATE OR REPLACE FUNCTION audit._is_exact_column(p_var jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN (p_var ->> 'varcollid')::bigint < 16384
    AND (
      audit._is_exact_type((p_var ->> 'vartype')::oid)
      OR (p_var ->> 'vartype' = 'numeric'::regtype::oid::text AND (p_var ->> 'vartypmod')::int >= 0)
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_exact_column(jsonb) FROM PUBLIC;

-- The same for an expression of a query.
CREATE OR REPLACE FUNCTION audit._is_same_when_equal(p_node jsonb, p_query jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_column jsonb := audit._column_node(p_node, p_query);
BEGIN
  IF v_column IS NOT NULL THEN
    RETURN audit._is_exact_column(v_column);
  END IF;
  -- A cast to numeric of some scale: of equal values, all have its digits.
  IF p_node ->> '_' = 'FUNCEXPR' AND p_node ->> 'funcid' = '"numeric"(numeric,integer)'::regprocedure::oid::text THEN
    RETURN true;
  END IF;
  RETURN coalesce(
      audit._is_exact_type(
        coalesce(
          p_node ->> 'consttype',
          p_node ->> 'funcresulttype',
          p_node ->> 'opresulttype',
          p_node ->> 'resulttype',
          p_node ->> 'casetype',
          p_node ->> 'coalescetype',
          p_node ->> 'minmaxtype',
          p_node ->> 'aggtype',
          p_node ->> 'wintype',
          p_node ->> 'vartype'
        )::oid
      ),
      false
    )
    AND NOT p_node @? 'strict $.** ? (@."_" == "COLLATE" || @."_" == "COLLATEEXPR")'
    AND NOT EXISTS (
      SELECT
      FROM audit._own_parts(p_node, p_query) p
      WHERE p.is_column AND (p.part ->> 'varcollid')::bigint >= 16384
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_same_when_equal(jsonb, jsonb) FROM PUBLIC;
