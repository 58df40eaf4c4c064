-- Aggregates and window functions over rows in an undefined order.

-- Whether some values are the same whichever of the tied rows come first.
CREATE OR REPLACE FUNCTION audit._are_settled(
  p_args jsonb,
  p_by jsonb,
  p_query jsonb,
  p_known jsonb,
  p_any_type boolean
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN NOT EXISTS (
    SELECT
    FROM audit._items(p_args) AS a (target)
    WHERE
      a.target ->> 'resjunk' = 'false'
      AND NOT audit._is_fixed(a.target -> 'expr', p_query, p_known)
      AND NOT (
        a.target ->> 'ressortgroupref' <> '0'
        AND p_by @> jsonb_build_array(jsonb_build_object('ressortgroupref', a.target ->> 'ressortgroupref'))
        AND (p_any_type OR audit._is_same_when_equal(a.target -> 'expr', p_query))
      )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._are_settled(jsonb, jsonb, jsonb, jsonb, boolean) FROM PUBLIC;

-- The leak of an aggregate that depends on the order of its rows; NULL when it does not. A user-defined aggregate may
-- depend on it in any way.
CREATE OR REPLACE FUNCTION audit._aggregate_kind(p_function oid)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    CASE
      WHEN p.oid >= 16384
      OR p.proname IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'ordered') THEN 'order'
      WHEN p.proname IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'adding')
      AND p_function::regprocedure::text ~ (
        SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'floatwords'
      ) THEN 'addition'
    END
  FROM pg_catalog.pg_proc p
  WHERE p.oid = p_function
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._aggregate_kind(oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._aggregate_leak(p_node jsonb, p_query jsonb, p_tree jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
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
  v_order := audit._targets_of(
    CASE jsonb_typeof(p_node -> 'aggorder')
      WHEN 'array' THEN p_node -> 'aggorder'
      ELSE p_node -> 'aggdistinct'
    END,
    p_node -> 'args',
    true
  );
  v_by := v_order || CASE jsonb_typeof(p_query -> 'groupingSets')
    WHEN 'array' THEN '[]'
    ELSE audit._targets_of(p_query -> 'groupClause', p_query -> 'targetList', false)
  END;
  IF audit._has_rule('keyed'::text, v_function) THEN
    v_keyed := jsonb_build_array(p_node #> '{args,0}');
  END IF;
  IF audit._is_all_known(p_query -> 'jointree', audit._known_by(p_query, p_tree, v_by || v_keyed))
    OR audit._are_settled(
      p_node -> 'args',
      v_order,
      p_query,
      audit._known_by(p_query, p_tree, v_by),
      v_kind = 'addition'
    )
  THEN
    RETURN NULL;
  END IF;
  RETURN v_kind;
END
$function$;
REVOKE ALL ON FUNCTION audit._aggregate_leak(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether a rule names a built-in function.
CREATE OR REPLACE FUNCTION audit._has_rule(p_rule text, p_function oid)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    p_function < 16384
    AND EXISTS (
      SELECT
      FROM
        audit._determinism_rules() r
        JOIN pg_catalog.pg_proc p ON p.proname = r.name
      WHERE r.rule = p_rule AND p.oid = p_function
    )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._has_rule(text, oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._window_leak(p_node jsonb, p_query jsonb, p_tree jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_function oid := (p_node ->> 'winfnoid')::oid;
  v_window jsonb := (
    SELECT w.clause
    FROM audit._items(p_query -> 'windowClause') AS w (clause)
    WHERE w.clause ->> 'winref' = p_node ->> 'winref'
  );
  v_frame int := (v_window ->> 'frameOptions')::int;
  -- Whether a frame of rows or groups is less than the whole partition.
  v_counts_rows boolean := v_frame & 12 <> 0 AND (v_frame & 32 = 0 OR v_frame & 256 = 0);
  v_is_aggregate boolean := (SELECT p.prokind = 'a' FROM pg_catalog.pg_proc p WHERE p.oid = v_function);
  v_kind text := CASE
    WHEN v_is_aggregate THEN coalesce(
      audit._aggregate_kind(v_function),
      CASE
        WHEN v_counts_rows THEN 'order'
      END
    )
    WHEN v_function >= 16384
    OR audit._has_rule('orderedwindow'::text, v_function) THEN 'order'
  END;
  v_targets jsonb;
  v_known jsonb;
BEGIN
  IF v_kind IS NULL OR audit._has_rule('unsettled'::text, v_function) THEN
    RETURN v_kind;
  END IF;
  v_targets := audit._targets_of(v_window -> 'partitionClause', p_query -> 'targetList', true) || audit._targets_of(
    v_window -> 'orderClause',
    p_query -> 'targetList',
    true
  );
  IF audit._input_tells_apart(p_query, p_tree, v_targets) THEN
    RETURN NULL;
  END IF;
  IF v_function < 16384
    AND (v_is_aggregate OR audit._has_rule('framed'::text, v_function))
    AND NOT v_counts_rows
  THEN
    v_known := audit._known_by(p_query, p_tree, v_targets);
    IF NOT EXISTS (
      SELECT
      FROM audit._items(p_node -> 'args') AS a (node)
      WHERE
        NOT audit._is_fixed(a.node, p_query, v_known)
        AND NOT (
          audit._is_equal(a.node, p_query, v_known)
          AND (v_kind = 'addition' OR audit._is_same_when_equal(a.node, p_query))
        )
    ) THEN
      RETURN NULL;
    END IF;
  END IF;
  RETURN v_kind;
END
$function$;
REVOKE ALL ON FUNCTION audit._window_leak(jsonb, jsonb, jsonb) FROM PUBLIC;

-- The name of a function as the documentation writes it.
CREATE OR REPLACE FUNCTION audit._call_name(p_function oid)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    format(
      '%s(%s)',
      p.proname,
      (
        SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.ord)
        FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, ord)
      )
    )
  FROM pg_catalog.pg_proc p
  WHERE p.oid = p_function
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._call_name(oid) FROM PUBLIC;
