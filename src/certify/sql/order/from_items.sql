-- What becomes known of FROM, item by item.

-- What is known of FROM once some values are known.
CREATE OR REPLACE FUNCTION audit._known_by(p_query jsonb, p_tree jsonb, p_targets jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_before jsonb;
  v_known jsonb := (
    SELECT
      coalesce(jsonb_object_agg(audit._column_mark(c.node), true) FILTER (WHERE c.node IS NOT NULL), '{}')
    FROM
      jsonb_array_elements(p_targets) AS t (target)
      CROSS JOIN LATERAL audit._column_node(t.target -> 'expr', p_query) AS c (node)
  );
BEGIN
  WHILE v_before IS DISTINCT FROM v_known LOOP
    v_before := v_known;
    v_known := audit._spread(p_query -> 'jointree', p_query, p_tree, v_known);
  END LOOP;
  RETURN v_known;
END
$function$;
REVOKE ALL ON FUNCTION audit._known_by(jsonb, jsonb, jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._is_all_known(p_item jsonb, p_known jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE p_item ->> '_'
    WHEN 'FROMEXPR' THEN NOT EXISTS (
      SELECT
      FROM audit._items(p_item -> 'fromlist') AS f (item)
      WHERE NOT audit._is_all_known(f.item, p_known)
    )
    WHEN 'JOINEXPR' THEN audit._is_all_known(p_item -> 'larg', p_known)
    AND audit._is_all_known(p_item -> 'rarg', p_known)
    WHEN 'RANGETBLREF' THEN p_known ? ('r ' || (p_item ->> 'rtindex'))
    ELSE false
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._is_all_known(jsonb, jsonb) FROM PUBLIC;

-- One pass through FROM: known facts lead to further ones. The optional side of an outer join is determined by the
-- other side, so nothing is concluded about it before the other side is known. Either side of a full join may be
-- missing, so nothing is concluded about it.
CREATE OR REPLACE FUNCTION audit._spread(p_item jsonb, p_query jsonb, p_tree jsonb, p_known jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb := p_known;
  v_item jsonb;
  v_kept text;
BEGIN
  CASE p_item ->> '_'
  WHEN 'FROMEXPR' THEN
    FOR v_item IN SELECT f.item FROM audit._items(p_item -> 'fromlist') AS f (item) LOOP
      v_known := audit._spread(v_item, p_query, p_tree, v_known);
    END LOOP;
    v_known := audit._equate(p_item -> 'quals', p_query, v_known);
    WHEN 'JOINEXPR' THEN
      IF p_item ->> 'jointype' = '0' THEN
        v_known := audit._spread(p_item -> 'larg', p_query, p_tree, v_known);
        v_known := audit._spread(p_item -> 'rarg', p_query, p_tree, v_known);
        v_known := audit._equate(p_item -> 'quals', p_query, v_known);
      ELSIF p_item ->> 'jointype' IN ('1', '3') THEN
        v_kept := CASE p_item ->> 'jointype' WHEN '1' THEN 'larg' ELSE 'rarg' END;
        v_known := audit._spread(p_item -> v_kept, p_query, p_tree, v_known);
        IF audit._is_all_known(p_item -> v_kept, v_known) THEN
          v_known := audit._equate(p_item -> 'quals', p_query, v_known);
          v_known := audit._spread(
            p_item -> CASE v_kept
              WHEN 'larg' THEN 'rarg'
              ELSE 'larg'
            END,
            p_query,
            p_tree,
            v_known
          );
        END IF;
      END IF;
      WHEN 'RANGETBLREF' THEN
        v_known := audit._ask_entry((p_item ->> 'rtindex')::int, p_query, p_tree, v_known);
      ELSE
        NULL;
    END CASE;
    RETURN v_known;
  END
$function$;
REVOKE ALL ON FUNCTION audit._spread(jsonb, jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether a column is compared in the same way as in its keys and orders. Under a user-defined collation, different
-- texts may be equal.
CREATE OR REPLACE FUNCTION audit._is_meant_by(p_collation text, p_column jsonb)
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
    p_collation = p_column ->> 'varcollid'
    OR (p_collation::bigint < 16384 AND (p_column ->> 'varcollid')::bigint < 16384)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_meant_by(text, jsonb) FROM PUBLIC;

-- Conditions that make a column equal to a known value: a = b, and a IS NOT DISTINCT FROM b.
CREATE OR REPLACE FUNCTION audit._equate(p_quals jsonb, p_query jsonb, p_known jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb := p_known;
  v_equality jsonb;
  v_to jsonb;
  v_source jsonb;
  v_from int;
BEGIN
  IF p_quals ->> '_' = 'BOOLEXPR' AND p_quals ->> 'boolop' = 'and' THEN
    FOR v_equality IN SELECT a.arg FROM jsonb_array_elements(p_quals -> 'args') AS a (arg) LOOP
      v_known := audit._equate(v_equality, p_query, v_known);
    END LOOP;
    RETURN v_known;
  END IF;
  v_equality := CASE
    WHEN p_quals ->> '_' = 'OPEXPR' THEN p_quals
    WHEN p_quals ->> '_' = 'BOOLEXPR'
    AND p_quals ->> 'boolop' = 'not'
    AND p_quals #>> '{args,0,_}' = 'DISTINCTEXPR' THEN p_quals #> '{args,0}'
  END;
  IF v_equality IS NULL
    OR jsonb_array_length(v_equality -> 'args') <> 2
    OR NOT audit._is_equality((v_equality ->> 'opno')::oid)
  THEN
    RETURN v_known;
  END IF;
  FOREACH v_from IN ARRAY ARRAY[0, 1] LOOP
    v_to := audit._column_node(v_equality -> 'args' -> (1 - v_from), p_query);
    v_source := audit._column_node(v_equality -> 'args' -> v_from, p_query);
    IF v_to IS NOT NULL
      AND NOT v_known ?| ARRAY[audit._column_mark(v_to), 'r ' || (v_to ->> 'varno')]
      AND audit._is_meant_by(v_equality ->> 'inputcollid', v_to)
      AND (
        (
          v_source IS NOT NULL
          AND v_known ?| ARRAY[audit._column_mark(v_source), 'r ' || (v_source ->> 'varno')]
          AND audit._is_meant_by(v_equality ->> 'inputcollid', v_source)
        )
        OR audit._is_fixed(v_equality -> 'args' -> v_from, p_query, v_known)
      )
    THEN
      v_known := v_known || jsonb_build_object(audit._column_mark(v_to), true);
    END IF;
  END LOOP;
  RETURN v_known;
END
$function$;
REVOKE ALL ON FUNCTION audit._equate(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether the known columns of an item of FROM determine its row.
CREATE OR REPLACE FUNCTION audit._ask_entry(p_at int, p_query jsonb, p_tree jsonb, p_known jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_entry jsonb := p_query -> 'rtable' -> (p_at - 1);
  v_given int[] := ARRAY(
    SELECT split_part(m.mark, '.', 2)::int
    FROM jsonb_object_keys(p_known) AS m (mark)
    WHERE m.mark LIKE format('c %s.%%', p_at)
    ORDER BY 1
  );
  v_asked text := format('a %s %s', p_at, array_to_string(v_given, ' '));
  v_tells boolean;
BEGIN
  IF p_known ? ('r ' || p_at) OR p_known ? v_asked THEN
    RETURN p_known;
  END IF;
  -- The columns that it takes from other items must be known too. They may become known later.
  IF EXISTS (
    SELECT
    FROM
      (
        VALUES
          (v_entry -> 'subquery'),
          (v_entry -> 'functions'),
          (v_entry -> 'values_lists')
      ) AS e (expression)
      CROSS JOIN LATERAL audit._own_parts(e.expression, p_query) p
    WHERE
      v_entry ->> 'rtekind' <> '0'
      AND jsonb_typeof(e.expression) IN ('object', 'array')
      AND p.is_column
      AND NOT audit._is_fixed_column(p.part, p_known)
  ) THEN
    RETURN p_known;
  END IF;
  v_tells := CASE v_entry ->> 'rtekind'
    WHEN '0' THEN audit._relation_tells_apart(
      (v_entry ->> 'relid')::oid,
      v_entry ->> 'inh' = 'true',
      v_given
    )
    WHEN '1' THEN audit._outputs_tell_apart(v_entry -> 'subquery', p_tree, v_given)
    WHEN '3' THEN audit._calls_tell_apart(v_entry, v_given)
    WHEN '5' THEN audit._lists_tell_apart(v_entry -> 'values_lists', v_given)
    WHEN '6' THEN audit._cte_tells_apart(v_entry ->> 'ctename', p_tree, v_given)
    ELSE false
  END;
  RETURN p_known || jsonb_build_object(CASE WHEN v_tells THEN 'r ' || p_at ELSE v_asked END, true);
END
$function$;
REVOKE ALL ON FUNCTION audit._ask_entry(int, jsonb, jsonb, jsonb) FROM PUBLIC;
