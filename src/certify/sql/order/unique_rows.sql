-- These functions call each other. PL/pgSQL resolves a function when it is called, so their order does not matter.

-- Whether columns of a relation, by number, are unique.
CREATE OR REPLACE FUNCTION audit._relation_tells_apart(p_relation oid, p_with_children boolean, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_tree jsonb;
BEGIN
  IF EXISTS (
    SELECT FROM audit._table_keys(p_relation, p_with_children) AS k (key) WHERE k.key::int[] <@ p_given
  ) THEN
    RETURN true;
  END IF;
  v_tree := (
    SELECT audit._node_tree(r.ev_action::text)
    FROM pg_catalog.pg_rewrite r
    WHERE r.ev_class = p_relation AND r.rulename = '_RETURN'
  );
  RETURN v_tree IS NOT NULL AND audit._outputs_tell_apart(v_tree -> 0, v_tree, p_given);
END
$function$;
REVOKE ALL ON FUNCTION audit._relation_tells_apart(oid, boolean, int[]) FROM PUBLIC;

-- Whether output columns of a query, by number, are unique. p_tree is the whole tree around the query.
CREATE OR REPLACE FUNCTION audit._outputs_tell_apart(p_query jsonb, p_tree jsonb, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_targets jsonb;
  v_distinct jsonb;
  v_limit jsonb := p_query -> 'limitCount';
BEGIN
  -- LIMIT 1 and LIMIT 0, except WITH TIES.
  IF p_query ->> 'limitOption' IS DISTINCT FROM '1' AND audit._small_constant(v_limit) <= 1 THEN
    RETURN true;
  END IF;
  IF jsonb_typeof(p_query -> 'setOperations') = 'object' THEN
    RETURN audit._set_tells_apart(p_query -> 'setOperations', p_query, p_tree, p_given);
  END IF;
  v_targets := (
    SELECT coalesce(jsonb_agg(t.target), '[]')
    FROM audit._items(p_query -> 'targetList') AS t (target)
    WHERE t.target ->> 'resjunk' = 'false' AND (t.target ->> 'resno')::int = ANY (p_given)
  );
  v_distinct := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', false);
  IF v_distinct <> '[]'
    AND NOT EXISTS (
      SELECT
      FROM jsonb_array_elements(v_distinct) AS d (target)
      WHERE
        NOT v_targets @> jsonb_build_array(jsonb_build_object('resno', d.target ->> 'resno'))
        AND NOT audit._is_fixed(d.target -> 'expr', p_query, '{}'::jsonb)
    )
  THEN
    RETURN true;
  END IF;
  IF p_query ->> 'hasTargetSRFs' = 'true' THEN
    RETURN false;
  END IF;
  RETURN audit._input_tells_apart(p_query, p_tree, v_targets) OR audit._is_numbered(p_query, p_tree, v_targets);
END
$function$;
REVOKE ALL ON FUNCTION audit._outputs_tell_apart(jsonb, jsonb, int[]) FROM PUBLIC;

-- row_number of a partition, together with the partition columns.
CREATE OR REPLACE FUNCTION audit._is_numbered(p_query jsonb, p_tree jsonb, p_targets jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb;
BEGIN
  IF NOT p_targets @? '$[*].expr ? (@."_" == "WINDOWFUNC")' THEN
    RETURN false;
  END IF;
  v_known := audit._known_by(p_query, p_tree, p_targets);
  RETURN EXISTS (
    SELECT
    FROM
      jsonb_array_elements(p_targets) AS t (target)
      JOIN jsonb_array_elements(p_query -> 'windowClause') AS w (clause)
        ON w.clause ->> 'winref' = t.target #>> '{expr,winref}'
    WHERE
      t.target #>> '{expr,_}' = 'WINDOWFUNC'
      AND (t.target #>> '{expr,winfnoid}')::oid = 'row_number()'::regprocedure
      AND NOT EXISTS (
        SELECT
        FROM
          jsonb_array_elements(
            audit._targets_of(w.clause -> 'partitionClause', p_query -> 'targetList', false)
          ) AS b (target)
        WHERE
          NOT p_targets @> jsonb_build_array(
            jsonb_build_object('resno', b.target ->> 'resno', 'resjunk', 'false')
          )
          AND NOT audit._is_equal(b.target -> 'expr', p_query, v_known)
      )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_numbered(jsonb, jsonb, jsonb) FROM PUBLIC;

-- The same for the rows that window functions and the select list see: those of FROM, or their groups.
CREATE OR REPLACE FUNCTION audit._input_tells_apart(p_query jsonb, p_tree jsonb, p_targets jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb;
BEGIN
  IF jsonb_typeof(p_query -> 'groupingSets') = 'array' THEN
    RETURN false;
  END IF;
  v_known := audit._known_by(p_query, p_tree, p_targets);
  IF jsonb_typeof(p_query -> 'groupClause') <> 'array'
    AND p_query ->> 'hasAggs' = 'false'
    AND jsonb_typeof(p_query -> 'havingQual') = 'null'
  THEN
    RETURN audit._is_all_known(p_query -> 'jointree', v_known);
  END IF;
  RETURN NOT EXISTS (
    SELECT
    FROM
      jsonb_array_elements(
        audit._targets_of(p_query -> 'groupClause', p_query -> 'targetList', false)
      ) AS g (target)
    WHERE
      NOT p_targets @> jsonb_build_array(
        jsonb_build_object('ressortgroupref', g.target ->> 'ressortgroupref')
      )
      AND NOT audit._is_equal(g.target -> 'expr', p_query, v_known)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._input_tells_apart(jsonb, jsonb, jsonb) FROM PUBLIC;
