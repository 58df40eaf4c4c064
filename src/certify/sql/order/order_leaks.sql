-- Every query of a tree, and every call of an aggregate or window function and every ARRAY(SELECT …) in it, with the
-- column of the innermost select list around it. A query whose rows are only asked for by EXISTS is marked as tested.
CREATE OR REPLACE FUNCTION audit._order_nodes(p_tree jsonb)
RETURNS TABLE (node jsonb, at text[], query_at text[], column_name text, tested boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  WITH RECURSIVE walk (node, at, query_at, column_name, tested) AS (
    SELECT p_tree, '{}'::text[], NULL::text[], NULL::text, false
    UNION ALL
    SELECT below.node, walk.at || below.field,
      CASE walk.node ->> '_' WHEN 'QUERY' THEN walk.at ELSE walk.query_at END,
      CASE WHEN walk.node ->> '_' = 'TARGETENTRY' AND walk.node ->> 'resjunk' = 'false' THEN coalesce(walk.node ->> 'resname', walk.column_name) ELSE walk.column_name END,
      walk.node ->> '_' = 'SUBLINK' AND walk.node ->> 'subLinkType' = '0' AND below.field = 'subselect'
    FROM walk
    CROSS JOIN LATERAL (
      SELECT f.key AS field, f.value AS node
      FROM jsonb_each(CASE jsonb_typeof(walk.node) WHEN 'object' THEN walk.node ELSE '{}' END) AS f (key, value)
      -- What a column of a join stands for is seen where it is mentioned.
      WHERE f.key <> 'joinaliasvars'
      UNION ALL
      SELECT (i.ord - 1)::text, i.value
      FROM jsonb_array_elements(CASE jsonb_typeof(walk.node) WHEN 'array' THEN walk.node ELSE '[]' END) WITH ORDINALITY AS i (value, ord)
    ) AS below
    WHERE jsonb_typeof(below.node) IN ('object', 'array')
  )
  SELECT w.node, w.at, w.query_at, w.column_name, w.tested
  FROM walk w
  WHERE w.node ->> '_' IN ('QUERY', 'AGGREF', 'WINDOWFUNC') OR (w.node ->> '_' = 'SUBLINK' AND w.node ->> 'subLinkType' = '6');
END
$function$;
REVOKE ALL ON FUNCTION audit._order_nodes(jsonb) FROM PUBLIC;

-- Whether some values are the same whichever of tied rows come first.
CREATE OR REPLACE FUNCTION audit._are_settled(p_args jsonb, p_by jsonb, p_query jsonb, p_known jsonb, p_any_type boolean) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM audit._items(p_args) AS a (target)
    WHERE a.target ->> 'resjunk' = 'false' AND NOT audit._is_fixed(a.target -> 'expr', p_query, p_known)
      AND NOT (a.target ->> 'ressortgroupref' <> '0'
        AND p_by @> jsonb_build_array(jsonb_build_object('ressortgroupref', a.target ->> 'ressortgroupref'))
        AND (p_any_type OR audit._is_same_when_equal(a.target -> 'expr', p_query))));
END
$function$;
REVOKE ALL ON FUNCTION audit._are_settled(jsonb, jsonb, jsonb, jsonb, boolean) FROM PUBLIC;

-- What an aggregate does with the order of its rows: NULL when nothing. One that a user has made may do anything.
CREATE OR REPLACE FUNCTION audit._aggregate_kind(p_function oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT CASE
    WHEN p.oid >= 16384 OR p.proname IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'ordered') THEN 'order'
    WHEN p.proname IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'adding')
      AND p_function::regprocedure::text ~ (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'floatwords') THEN 'addition'
  END
  FROM pg_catalog.pg_proc p WHERE p.oid = p_function;
END;
REVOKE ALL ON FUNCTION audit._aggregate_kind(oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._aggregate_leak(p_node jsonb, p_query jsonb, p_tree jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_function oid := (p_node ->> 'aggfnoid')::oid;
  v_kind text := audit._aggregate_kind(v_function);
  v_order jsonb;
  v_by jsonb;
  v_keyed jsonb := '[]';
BEGIN
  IF v_kind IS NULL OR p_node ->> 'agglevelsup' <> '0' OR audit._has_rule('unsettled'::text, v_function) THEN
    RETURN v_kind;
  END IF;
  v_order := audit._targets_of(p_node -> 'aggorder', p_node -> 'args', true);
  v_by := v_order || CASE jsonb_typeof(p_query -> 'groupingSets') WHEN 'array' THEN '[]'
    ELSE audit._targets_of(p_query -> 'groupClause', p_query -> 'targetList', false) END;
  IF audit._has_rule('keyed'::text, v_function) THEN
    v_keyed := jsonb_build_array(p_node #> '{args,0}');
  END IF;
  IF audit._is_all_known(p_query -> 'jointree', audit._known_by(p_query, p_tree, v_by || v_keyed))
    OR audit._are_settled(p_node -> 'args', v_order, p_query, audit._known_by(p_query, p_tree, v_by), v_kind = 'addition')
  THEN
    RETURN NULL;
  END IF;
  RETURN v_kind;
END
$function$;
REVOKE ALL ON FUNCTION audit._aggregate_leak(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether a built-in function has a rule of its name.
CREATE OR REPLACE FUNCTION audit._has_rule(p_rule text, p_function oid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT p_function < 16384 AND EXISTS (
    SELECT FROM audit._determinism_rules() r JOIN pg_catalog.pg_proc p ON p.proname = r.name
    WHERE r.rule = p_rule AND p.oid = p_function);
END;
REVOKE ALL ON FUNCTION audit._has_rule(text, oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._window_leak(p_node jsonb, p_query jsonb, p_tree jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_function oid := (p_node ->> 'winfnoid')::oid;
  v_window jsonb := (
    SELECT w.clause FROM audit._items(p_query -> 'windowClause') AS w (clause) WHERE w.clause ->> 'winref' = p_node ->> 'winref');
  v_frame int := (v_window ->> 'frameOptions')::int;
  -- A frame of rows or groups that is not the whole partition.
  v_counts_rows boolean := v_frame & 12 <> 0 AND (v_frame & 32 = 0 OR v_frame & 256 = 0);
  v_is_aggregate boolean := (SELECT p.prokind = 'a' FROM pg_catalog.pg_proc p WHERE p.oid = v_function);
  v_kind text := CASE
    WHEN v_is_aggregate THEN coalesce(audit._aggregate_kind(v_function), CASE WHEN v_counts_rows THEN 'order' END)
    WHEN v_function >= 16384 OR audit._has_rule('orderedwindow'::text, v_function) THEN 'order' END;
  v_targets jsonb;
  v_known jsonb;
BEGIN
  IF v_kind IS NULL OR audit._has_rule('unsettled'::text, v_function) THEN
    RETURN v_kind;
  END IF;
  v_targets := audit._targets_of(v_window -> 'partitionClause', p_query -> 'targetList', true)
    || audit._targets_of(v_window -> 'orderClause', p_query -> 'targetList', true);
  IF audit._input_tells_apart(p_query, p_tree, v_targets) THEN
    RETURN NULL;
  END IF;
  IF v_function < 16384 AND (v_is_aggregate OR audit._has_rule('framed'::text, v_function)) AND NOT v_counts_rows THEN
    v_known := audit._known_by(p_query, p_tree, v_targets);
    IF NOT EXISTS (
      SELECT FROM audit._items(p_node -> 'args') AS a (node)
      WHERE NOT audit._is_fixed(a.node, p_query, v_known)
        AND NOT (audit._is_equal(a.node, p_query, v_known) AND (v_kind = 'addition' OR audit._is_same_when_equal(a.node, p_query)))
    ) THEN
      RETURN NULL;
    END IF;
  END IF;
  RETURN v_kind;
END
$function$;
REVOKE ALL ON FUNCTION audit._window_leak(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether it is certain which rows of a query come first, or at least what is in them.
CREATE OR REPLACE FUNCTION audit._is_first_settled(p_query jsonb, p_tree jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_by jsonb := audit._targets_of(p_query -> 'sortClause', p_query -> 'targetList', true);
  v_distinct jsonb := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', false);
  v_known jsonb;
BEGIN
  IF jsonb_typeof(p_query -> 'setOperations') = 'object' THEN
    RETURN audit._set_tells_apart(p_query -> 'setOperations', p_query, p_tree,
        ARRAY(SELECT (b.target ->> 'resno')::int FROM jsonb_array_elements(v_by) AS b (target)))
      OR audit._are_settled(p_query -> 'targetList', v_by, p_query, '{}'::jsonb, false);
  END IF;
  v_known := audit._known_by(p_query, p_tree, v_by);
  IF v_distinct <> '[]' THEN
    IF NOT EXISTS (
      SELECT FROM jsonb_array_elements(v_distinct) AS d (target)
      WHERE NOT v_by @> jsonb_build_array(jsonb_build_object('ressortgroupref', d.target ->> 'ressortgroupref'))
        AND NOT audit._is_equal(d.target -> 'expr', p_query, v_known)
    ) THEN
      RETURN true;
    END IF;
  ELSIF p_query ->> 'hasTargetSRFs' = 'false' AND audit._input_tells_apart(p_query, p_tree, v_by) THEN
    RETURN true;
  END IF;
  RETURN audit._are_settled(p_query -> 'targetList', v_by, p_query, v_known, false);
END
$function$;
REVOKE ALL ON FUNCTION audit._is_first_settled(jsonb, jsonb) FROM PUBLIC;

-- LIMIT, OFFSET and DISTINCT ON of a query that take rows of no certain order.
CREATE OR REPLACE FUNCTION audit._taking_leaks(p_query jsonb, p_tree jsonb, p_tested boolean) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_by jsonb;
BEGIN
  IF NOT p_tested AND (
      (audit._is_given(p_query -> 'limitOffset') AND audit._small_constant(p_query -> 'limitOffset') IS DISTINCT FROM 0)
      -- WITH TIES takes all that tie with the last one.
      OR (audit._is_given(p_query -> 'limitCount') AND p_query ->> 'limitOption' IS DISTINCT FROM '1'))
    AND NOT audit._is_first_settled(p_query, p_tree)
  THEN
    RETURN NEXT CASE jsonb_typeof(p_query -> 'limitCount') WHEN 'object' THEN 'LIMIT' ELSE 'OFFSET' END;
  END IF;
  IF p_query ->> 'hasDistinctOn' = 'true' AND NOT p_tested THEN
    v_by := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', true)
      || audit._targets_of(p_query -> 'sortClause', p_query -> 'targetList', true);
    IF NOT (p_query ->> 'hasTargetSRFs' = 'false' AND audit._input_tells_apart(p_query, p_tree, v_by))
      AND NOT audit._are_settled(p_query -> 'targetList', v_by, p_query, audit._known_by(p_query, p_tree, v_by), false)
    THEN
      RETURN NEXT 'DISTINCT ON';
    END IF;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._taking_leaks(jsonb, jsonb, boolean) FROM PUBLIC;

-- Whether a LIMIT or OFFSET is there and not the constant NULL, cast or not.
CREATE OR REPLACE FUNCTION audit._is_given(p_node jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT jsonb_typeof(p_node) = 'object' AND coalesce(p_node ->> 'constisnull', p_node #>> '{args,0,constisnull}', 'false') <> 'true';
END;
REVOKE ALL ON FUNCTION audit._is_given(jsonb) FROM PUBLIC;

-- A function as its documentation writes it.
CREATE OR REPLACE FUNCTION audit._call_name(p_function oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT format('%s(%s)', p.proname, (
    SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.ord)
    FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, ord)))
  FROM pg_catalog.pg_proc p WHERE p.oid = p_function;
END;
REVOKE ALL ON FUNCTION audit._call_name(oid) FROM PUBLIC;

-- What in a tree is not the same for the same rows in another physical order.
--
-- p_takes_first: what the tree gives is the first row of its query, as a function does that gives no set.
CREATE OR REPLACE FUNCTION audit._order_leaks(p_tree jsonb, p_takes_first boolean)
RETURNS TABLE (kind text, what text, column_name text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node record;
  -- The body of a function is a query, or a list with a list of them.
  v_last jsonb := CASE jsonb_typeof(p_tree) WHEN 'object' THEN p_tree ELSE coalesce(p_tree #> '{-1,-1}', p_tree -> -1) END;
BEGIN
  FOR v_node IN SELECT n.node, n.at, n.query_at, n.column_name, n.tested FROM audit._order_nodes(p_tree) n LOOP
    column_name := v_node.column_name;
    CASE v_node.node ->> '_'
      WHEN 'QUERY' THEN
        kind := 'order';
        FOR what IN SELECT t FROM audit._taking_leaks(v_node.node, p_tree, v_node.tested) AS t LOOP
          RETURN NEXT;
        END LOOP;
      WHEN 'SUBLINK' THEN
        kind := 'order';
        what := 'ARRAY(SELECT …)';
        IF NOT audit._is_first_settled(v_node.node -> 'subselect', p_tree) THEN
          RETURN NEXT;
        END IF;
      WHEN 'AGGREF' THEN
        kind := audit._aggregate_leak(v_node.node, p_tree #> v_node.query_at, p_tree);
        what := audit._call_name((v_node.node ->> 'aggfnoid')::oid);
        IF kind IS NOT NULL THEN
          RETURN NEXT;
        END IF;
      ELSE
        kind := audit._window_leak(v_node.node, p_tree #> v_node.query_at, p_tree);
        what := audit._call_name((v_node.node ->> 'winfnoid')::oid);
        IF kind IS NOT NULL THEN
          RETURN NEXT;
        END IF;
    END CASE;
  END LOOP;
  IF p_takes_first AND v_last ->> '_' = 'QUERY' AND NOT audit._is_first_settled(v_last, p_tree)
  THEN
    kind := 'order';
    what := 'the first row of its last query';
    column_name := NULL;
    RETURN NEXT;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._order_leaks(jsonb, boolean) FROM PUBLIC;
