-- The possible component types of values of type record in an analyzed query: whatever a query or a list of values in
-- it returns. NULL among them stands for an unknown type, such as one that a function decides when it is called.
CREATE OR REPLACE FUNCTION audit._record_types(p_tree jsonb)
RETURNS SETOF oid
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT DISTINCT t.type
  FROM
    (
      SELECT audit._type_of(q.entry)
      FROM
        jsonb_path_query(p_tree, 'strict $.** ? (@."_" == "TARGETENTRY" && @.resjunk == "false")') AS q (
          entry
        )
      UNION ALL
      SELECT audit._type_of(v.expression)
      FROM jsonb_path_query(p_tree, 'strict $.** ? (@.rtekind == "5").values_lists[*][*]') AS v (expression)
      UNION ALL
      SELECT NULL
      FROM
        jsonb_path_query(
          p_tree,
          'strict $.** ? (@."_" == "RANGETBLFUNCTION" && @.funcexpr.funcresulttype == "2249")'
        ) AS f
      WHERE jsonb_typeof(f -> 'funccoltypes') <> 'array'
    ) AS t (type)
  WHERE t.type IS NULL OR t.type NOT IN ('record'::regtype, '_record'::regtype);
END
$function$;
REVOKE ALL ON FUNCTION audit._record_types(jsonb) FROM PUBLIC;

-- What the text ('out') or JSON ('json') of some values of an analyzed query depends on; NULL when it depends on the
-- values alone. Of several reasons, one about time is returned.
CREATE OR REPLACE FUNCTION audit._values_leak(p_tree jsonb, p_nodes jsonb, p_direction text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node jsonb;
  v_found text;
  v_leak text;
BEGIN
  IF jsonb_typeof(p_nodes) IS DISTINCT FROM 'array' THEN
    RETURN NULL;
  END IF;
  FOR v_node IN SELECT n.node FROM jsonb_array_elements(p_nodes) AS n (node) LOOP
    IF v_node ->> '_' = 'TARGETENTRY' THEN
      v_node := v_node -> 'expr';
    END IF;
    v_found := CASE
      WHEN v_node ->> '_' IN ('ROW', 'ROWEXPR') THEN audit._values_leak(
        p_tree,
        v_node -> 'args',
        p_direction
      )
      WHEN v_node ->> '_' = 'VAR'
      AND audit._type_of(v_node) = 'record'::regtype THEN (
        SELECT max(audit._type_leak(t, p_direction)) FROM audit._record_types(p_tree) AS t
      )
      ELSE audit._type_leak(audit._type_of(v_node), p_direction)
    END;
    v_leak := CASE
      WHEN v_found IS NULL
      OR v_leak IN ('cast', 'timezone')
      OR (v_leak, v_found) = ('session', 'digits') THEN v_leak
      ELSE v_found
    END;
  END LOOP;
  RETURN v_leak;
END
$function$;
REVOKE ALL ON FUNCTION audit._values_leak(jsonb, jsonb, text) FROM PUBLIC;
