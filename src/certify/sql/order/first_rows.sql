-- Clauses that keep some rows of a query and drop others.

-- Whether the first rows of a query, or at least their contents, are determined.
CREATE OR REPLACE FUNCTION audit._is_first_settled(p_query jsonb, p_tree jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_by jsonb := audit._targets_of(p_query -> 'sortClause', p_query -> 'targetList', true);
  v_distinct jsonb := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', false);
  v_known jsonb;
BEGIN
  IF jsonb_typeof(p_query -> 'setOperations') = 'object' THEN
    RETURN audit._set_tells_apart(
        p_query -> 'setOperations',
        p_query,
        p_tree,
        ARRAY(SELECT (b.target ->> 'resno')::int FROM jsonb_array_elements(v_by) AS b (target))
      )
      OR audit._are_settled(p_query -> 'targetList', v_by, p_query, '{}'::jsonb, false);
  END IF;
  v_known := audit._known_by(p_query, p_tree, v_by);
  IF v_distinct <> '[]' THEN
    IF NOT EXISTS (
      SELECT
      FROM jsonb_array_elements(v_distinct) AS d (target)
      WHERE
        NOT v_by @> jsonb_build_array(jsonb_build_object('ressortgroupref', d.target ->> 'ressortgroupref'))
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

-- LIMIT, OFFSET and DISTINCT ON over rows in an undefined order.
CREATE OR REPLACE FUNCTION audit._taking_leaks(p_query jsonb, p_tree jsonb, p_tested boolean)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_by jsonb;
BEGIN
  IF NOT p_tested
    AND (
      (
        audit._is_given(p_query -> 'limitOffset')
        AND audit._small_constant(p_query -> 'limitOffset') IS DISTINCT FROM 0
      )
      -- WITH TIES keeps all rows that tie with the last one.
      OR (audit._is_given(p_query -> 'limitCount') AND p_query ->> 'limitOption' IS DISTINCT FROM '1')
    )
    AND NOT audit._is_first_settled(p_query, p_tree)
  THEN
    RETURN NEXT CASE jsonb_typeof(p_query -> 'limitCount') WHEN 'object' THEN 'LIMIT' ELSE 'OFFSET' END;
  END IF;
  IF p_query ->> 'hasDistinctOn' = 'true' AND NOT p_tested THEN
    v_by := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', true) || audit._targets_of(
      p_query -> 'sortClause',
      p_query -> 'targetList',
      true
    );
    IF NOT (p_query ->> 'hasTargetSRFs' = 'false' AND audit._input_tells_apart(p_query, p_tree, v_by))
      AND NOT audit._are_settled(
        p_query -> 'targetList',
        v_by,
        p_query,
        audit._known_by(p_query, p_tree, v_by),
        false
      )
    THEN
      RETURN NEXT 'DISTINCT ON';
    END IF;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._taking_leaks(jsonb, jsonb, boolean) FROM PUBLIC;

-- Whether a LIMIT or OFFSET exists and is not the constant NULL, with or without a cast.
CREATE OR REPLACE FUNCTION audit._is_given(p_node jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    jsonb_typeof(p_node) = 'object'
    AND coalesce(p_node ->> 'constisnull', p_node #>> '{args,0,constisnull}', 'false') <> 'true'
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_given(jsonb) FROM PUBLIC;
