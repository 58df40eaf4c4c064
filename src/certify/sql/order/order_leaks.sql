-- Every query, aggregate call, window function call and ARRAY(SELECT …) of a tree, with the column of the innermost
-- select list around it. A query under EXISTS is marked as tested.
CREATE OR REPLACE FUNCTION audit._order_nodes(p_tree jsonb)
RETURNS TABLE (node jsonb, at text[], query_at text[], column_name text, within text[], tested boolean)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  WITH RECURSIVE
    walk(node, at, query_at, column_name, within, tested) AS (
      SELECT p_tree, '{}'::text[], NULL::text[], NULL::text, '{}'::text[], false
      UNION ALL
      SELECT
        below.node,
        walk.at || below.field,
        CASE walk.node ->> '_'
          WHEN 'QUERY' THEN walk.at
          ELSE walk.query_at
        END,
        CASE
          WHEN walk.node ->> '_' = 'TARGETENTRY'
          AND walk.node ->> 'resjunk' = 'false' THEN coalesce(walk.node ->> 'resname', walk.column_name)
          ELSE walk.column_name
        END,
        walk.within || CASE
          WHEN walk.node ->> '_' = 'COMMONTABLEEXPR'
          AND below.field = 'ctequery' THEN walk.node ->> 'ctename'
          -- The arms of a set operation belong to one query.
          WHEN walk.node ? 'rtekind'
          AND below.field = 'subquery'
          AND walk.node #>> '{eref,aliasname}' NOT LIKE '*SELECT*%' THEN walk.node #>> '{eref,aliasname}'
        END,
        walk.node ->> '_' = 'SUBLINK' AND walk.node ->> 'subLinkType' = '0' AND below.field = 'subselect'
      FROM
        walk
        CROSS JOIN LATERAL (
          SELECT f.key AS field, f.value AS node
          FROM
            jsonb_each(
              CASE jsonb_typeof(walk.node)
                WHEN 'object' THEN walk.node
                ELSE '{}'
              END
            ) AS f (key, value)
          -- A column of a join is examined where it is used.
          WHERE f.key <> 'joinaliasvars'
          UNION ALL
          SELECT (i.ord - 1)::text, i.value
          FROM
            jsonb_array_elements(
              CASE jsonb_typeof(walk.node)
                WHEN 'array' THEN walk.node
                ELSE '[]'
              END
            ) WITH ORDINALITY AS i (value, ord)
        ) AS below
      WHERE jsonb_typeof(below.node) IN ('object', 'array')
    )
  SELECT w.node, w.at, w.query_at, w.column_name, array_remove(w.within, NULL), w.tested
  FROM walk w
  WHERE
    w.node ->> '_' IN ('QUERY', 'AGGREF', 'WINDOWFUNC')
    OR (w.node ->> '_' = 'SUBLINK' AND w.node ->> 'subLinkType' = '6');
END
$function$;
REVOKE ALL ON FUNCTION audit._order_nodes(jsonb) FROM PUBLIC;

-- The leaks of a tree that depend on the physical order of rows.
--
-- p_takes_first: the result of the tree is the first row of its query, as in a function that does not return a set.
CREATE OR REPLACE FUNCTION audit._order_leaks(p_tree jsonb, p_takes_first boolean)
RETURNS TABLE (kind text, what text, column_name text, within text[])
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node record;
  -- The body of a function is a query, or a list that contains a list of queries.
  v_last jsonb := CASE jsonb_typeof(p_tree)
    WHEN 'object' THEN p_tree
    ELSE coalesce(p_tree #> '{-1,-1}', p_tree -> -1)
  END;
BEGIN
  FOR v_node IN
    SELECT n.node, n.at, n.query_at, n.column_name, n.within, n.tested FROM audit._order_nodes(p_tree) n
  LOOP
    column_name := v_node.column_name;
    within := v_node.within;
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
  IF p_takes_first AND v_last ->> '_' = 'QUERY' AND NOT audit._is_first_settled(v_last, p_tree) THEN
    kind := 'order';
    what := 'the first row of its last query';
    column_name := NULL;
    within := '{}';
    RETURN NEXT;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._order_leaks(jsonb, boolean) FROM PUBLIC;
