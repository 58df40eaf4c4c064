-- Set operations, CTEs and the constants of LIMIT.

-- Whether output columns of a set operation are unique.
CREATE OR REPLACE FUNCTION audit._set_tells_apart(p_node jsonb, p_query jsonb, p_tree jsonb, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_arms jsonb;
BEGIN
  IF p_node ->> '_' = 'RANGETBLREF' THEN
    RETURN audit._outputs_tell_apart(
      p_query -> 'rtable' -> ((p_node ->> 'rtindex')::int - 1) -> 'subquery',
      p_tree,
      p_given
    );
  END IF;
  IF p_node ->> 'all' = 'false'
    AND NOT EXISTS (
      SELECT
      FROM audit._items(p_query -> 'targetList') AS t (target)
      WHERE t.target ->> 'resjunk' = 'false' AND NOT (t.target ->> 'resno')::int = ANY (p_given)
    )
  THEN
    RETURN true;
  END IF;
  -- The remaining rows of the first arm are unique if they were before. 1 is UNION.
  IF p_node ->> 'op' <> '1' THEN
    RETURN audit._set_tells_apart(p_node -> 'larg', p_query, p_tree, p_given);
  END IF;
  -- Each arm has a constant of its own in one column.
  v_arms := audit._union_arms(p_node, p_query);
  RETURN v_arms IS NOT NULL
    AND NOT EXISTS (
      SELECT
      FROM jsonb_array_elements(v_arms) AS a (arm)
      WHERE NOT audit._outputs_tell_apart(a.arm, p_tree, p_given)
    )
    AND EXISTS (
      SELECT
      FROM
        unnest(p_given) AS g (resno)
        CROSS JOIN LATERAL (
          SELECT count(*) AS arms, count(DISTINCT audit._exact_constant(t.target -> 'expr')) AS tags
          FROM
            jsonb_array_elements(v_arms) AS a (arm)
            CROSS JOIN LATERAL audit._items(a.arm -> 'targetList') AS t (target)
          WHERE t.target ->> 'resjunk' = 'false' AND t.target ->> 'resno' = g.resno::text
        ) AS tag
      WHERE tag.arms = jsonb_array_length(v_arms) AND tag.tags = tag.arms
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._set_tells_apart(jsonb, jsonb, jsonb, int[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._union_arms(p_node jsonb, p_query jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE
    WHEN p_node ->> '_' = 'RANGETBLREF' THEN jsonb_build_array(
      p_query -> 'rtable' -> ((p_node ->> 'rtindex')::int - 1) -> 'subquery'
    )
    WHEN p_node ->> 'op' = '1' THEN audit._union_arms(p_node -> 'larg', p_query) || audit._union_arms(
      p_node -> 'rarg',
      p_query
    )
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._union_arms(jsonb, jsonb) FROM PUBLIC;

-- Whether output columns are unique in every CTE of a name, anywhere in the view. What holds for all of them holds
-- for the one that is meant.
CREATE OR REPLACE FUNCTION audit._cte_tells_apart(p_name text, p_tree jsonb, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_cte jsonb;
  -- Inside a CTE its name may mean another CTE or itself. Nothing is concluded there.
  v_within jsonb := coalesce(p_tree -> 'within', '[]');
  v_inside jsonb :=
    jsonb_build_object('tree', coalesce(p_tree -> 'tree', p_tree), 'within', v_within || to_jsonb(p_name));
BEGIN
  IF v_within ? p_name THEN
    RETURN false;
  END IF;
  FOR v_cte IN
    SELECT q.node
    FROM
      jsonb_path_query(
        p_tree,
        'strict $.** ? (@."_" == "COMMONTABLEEXPR" && @.ctename == $name)',
        jsonb_build_object('name', p_name)
      ) AS q (node)
  LOOP
    IF v_cte ->> 'cterecursive' <> 'false'
      OR NOT audit._outputs_tell_apart(v_cte -> 'ctequery', v_inside, p_given)
    THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN v_cte IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._cte_tells_apart(text, jsonb, int[]) FROM PUBLIC;

-- An integer constant of LIMIT or OFFSET, with or without a cast, when its value is from 0 to 127; otherwise NULL. On
-- a little-endian server its bytes start at the low end. On any other, only 0 is recognized.
CREATE OR REPLACE FUNCTION audit._small_constant(p_node jsonb)
RETURNS int
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node jsonb := p_node;
  v_bytes int[];
BEGIN
  IF v_node ->> '_' = 'FUNCEXPR'
    AND (v_node ->> 'funcid')::oid IN ('int8(int4)'::regprocedure, 'int8(int2)'::regprocedure)
  THEN
    v_node := v_node #> '{args,0}';
  END IF;
  IF v_node ->> '_' IS DISTINCT FROM 'CONST'
    OR jsonb_typeof(v_node -> 'constvalue') <> 'array'
    OR (v_node ->> 'consttype')::oid NOT IN ('int8'::regtype, 'int4'::regtype, 'int2'::regtype)
  THEN
    RETURN NULL;
  END IF;
  v_bytes := ARRAY(
    SELECT b.byte::int
    FROM jsonb_array_elements_text(v_node -> 'constvalue') WITH ORDINALITY AS b (byte, ord)
    ORDER BY b.ord
  );
  RETURN CASE WHEN 0 = ALL (v_bytes[2:]) AND v_bytes[1] >= 0 THEN v_bytes[1] END;
END
$function$;
REVOKE ALL ON FUNCTION audit._small_constant(jsonb) FROM PUBLIC;
