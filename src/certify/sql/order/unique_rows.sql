-- These call each other, and plpgsql looks a function up when it calls it: so the order in which they stand is free.

-- Whether columns of a relation, by number, tell its rows apart.
CREATE OR REPLACE FUNCTION audit._relation_tells_apart(p_relation oid, p_with_children boolean, p_given int[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_tree jsonb;
BEGIN
  IF EXISTS (SELECT FROM audit._table_keys(p_relation, p_with_children) AS k (key) WHERE k.key::int[] <@ p_given) THEN
    RETURN true;
  END IF;
  v_tree := (SELECT audit._node_tree(r.ev_action::text) FROM pg_catalog.pg_rewrite r
    WHERE r.ev_class = p_relation AND r.rulename = '_RETURN');
  RETURN v_tree IS NOT NULL AND audit._outputs_tell_apart(v_tree -> 0, v_tree, p_given);
END
$function$;
REVOKE ALL ON FUNCTION audit._relation_tells_apart(oid, boolean, int[]) FROM PUBLIC;

-- Whether output columns of a query, by number, tell its rows apart. p_tree is the whole of what the query stands in.
CREATE OR REPLACE FUNCTION audit._outputs_tell_apart(p_query jsonb, p_tree jsonb, p_given int[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_targets jsonb;
  v_distinct jsonb;
  v_limit jsonb := p_query -> 'limitCount';
BEGIN
  -- LIMIT 1 and LIMIT 0, but for WITH TIES.
  IF p_query ->> 'limitOption' IS DISTINCT FROM '1' AND audit._small_constant(v_limit) <= 1 THEN
    RETURN true;
  END IF;
  IF jsonb_typeof(p_query -> 'setOperations') = 'object' THEN
    RETURN audit._set_tells_apart(p_query -> 'setOperations', p_query, p_tree, p_given);
  END IF;
  v_targets := (
    SELECT coalesce(jsonb_agg(t.target), '[]') FROM audit._items(p_query -> 'targetList') AS t (target)
    WHERE t.target ->> 'resjunk' = 'false' AND (t.target ->> 'resno')::int = ANY (p_given));
  v_distinct := audit._targets_of(p_query -> 'distinctClause', p_query -> 'targetList', false);
  IF v_distinct <> '[]' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(v_distinct) AS d (target)
    WHERE NOT v_targets @> jsonb_build_array(jsonb_build_object('resno', d.target ->> 'resno'))
      AND NOT audit._is_fixed(d.target -> 'expr', p_query, '{}'::jsonb)
  ) THEN
    RETURN true;
  END IF;
  IF p_query ->> 'hasTargetSRFs' = 'true' THEN
    RETURN false;
  END IF;
  RETURN audit._input_tells_apart(p_query, p_tree, v_targets) OR audit._is_numbered(p_query, p_tree, v_targets);
END
$function$;
REVOKE ALL ON FUNCTION audit._outputs_tell_apart(jsonb, jsonb, int[]) FROM PUBLIC;

-- row_number of a partition, together with what the partition is by.
CREATE OR REPLACE FUNCTION audit._is_numbered(p_query jsonb, p_tree jsonb, p_targets jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb;
BEGIN
  IF NOT p_targets @? '$[*].expr ? (@."_" == "WINDOWFUNC")' THEN
    RETURN false;
  END IF;
  v_known := audit._known_by(p_query, p_tree, p_targets);
  RETURN EXISTS (
    SELECT FROM jsonb_array_elements(p_targets) AS t (target)
    JOIN jsonb_array_elements(p_query -> 'windowClause') AS w (clause) ON w.clause ->> 'winref' = t.target #>> '{expr,winref}'
    WHERE t.target #>> '{expr,_}' = 'WINDOWFUNC' AND (t.target #>> '{expr,winfnoid}')::oid = 'row_number()'::regprocedure
      AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(audit._targets_of(w.clause -> 'partitionClause', p_query -> 'targetList', false)) AS b (target)
        WHERE NOT p_targets @> jsonb_build_array(jsonb_build_object('resno', b.target ->> 'resno', 'resjunk', 'false'))
          AND NOT audit._is_equal(b.target -> 'expr', p_query, v_known)));
END
$function$;
REVOKE ALL ON FUNCTION audit._is_numbered(jsonb, jsonb, jsonb) FROM PUBLIC;

-- The same of the rows that windows and the select list see: those of FROM, or the groups of them.
CREATE OR REPLACE FUNCTION audit._input_tells_apart(p_query jsonb, p_tree jsonb, p_targets jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb;
BEGIN
  IF jsonb_typeof(p_query -> 'groupingSets') = 'array' THEN
    RETURN false;
  END IF;
  v_known := audit._known_by(p_query, p_tree, p_targets);
  IF jsonb_typeof(p_query -> 'groupClause') <> 'array' AND p_query ->> 'hasAggs' = 'false' AND jsonb_typeof(p_query -> 'havingQual') = 'null' THEN
    RETURN audit._is_all_known(p_query -> 'jointree', v_known);
  END IF;
  RETURN NOT EXISTS (
    SELECT FROM jsonb_array_elements(audit._targets_of(p_query -> 'groupClause', p_query -> 'targetList', false)) AS g (target)
    WHERE NOT p_targets @> jsonb_build_array(jsonb_build_object('ressortgroupref', g.target ->> 'ressortgroupref'))
      AND NOT audit._is_equal(g.target -> 'expr', p_query, v_known));
END
$function$;
REVOKE ALL ON FUNCTION audit._input_tells_apart(jsonb, jsonb, jsonb) FROM PUBLIC;

-- What is known of FROM once some values are.
CREATE OR REPLACE FUNCTION audit._known_by(p_query jsonb, p_tree jsonb, p_targets jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_before jsonb;
  v_known jsonb := (
    SELECT coalesce(jsonb_object_agg(audit._column_mark(c.node), true) FILTER (WHERE c.node IS NOT NULL), '{}')
    FROM jsonb_array_elements(p_targets) AS t (target)
    CROSS JOIN LATERAL audit._column_node(t.target -> 'expr', p_query) AS c (node));
BEGIN
  WHILE v_before IS DISTINCT FROM v_known LOOP
    v_before := v_known;
    v_known := audit._spread(p_query -> 'jointree', p_query, p_tree, v_known);
  END LOOP;
  RETURN v_known;
END
$function$;
REVOKE ALL ON FUNCTION audit._known_by(jsonb, jsonb, jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._is_all_known(p_item jsonb, p_known jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE p_item ->> '_'
    WHEN 'FROMEXPR' THEN NOT EXISTS (
      SELECT FROM audit._items(p_item -> 'fromlist') AS f (item) WHERE NOT audit._is_all_known(f.item, p_known))
    WHEN 'JOINEXPR' THEN audit._is_all_known(p_item -> 'larg', p_known) AND audit._is_all_known(p_item -> 'rarg', p_known)
    WHEN 'RANGETBLREF' THEN p_known ? ('r ' || (p_item ->> 'rtindex'))
    ELSE false
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._is_all_known(jsonb, jsonb) FROM PUBLIC;

-- One round through FROM: what is known makes more known. The optional side of an outer join is empty or not, and by which
-- row is found by the other side alone; so nothing is said of it before that is known. Of a full join either side may be
-- missing, and nothing is said of it.
CREATE OR REPLACE FUNCTION audit._spread(p_item jsonb, p_query jsonb, p_tree jsonb, p_known jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
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
          v_known := audit._spread(p_item -> CASE v_kept WHEN 'larg' THEN 'rarg' ELSE 'larg' END, p_query, p_tree, v_known);
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

-- Conditions that make a column equal to what is known: a = b, and a IS NOT DISTINCT FROM b.
CREATE OR REPLACE FUNCTION audit._equate(p_quals jsonb, p_query jsonb, p_known jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_known jsonb := p_known;
  v_equality jsonb;
  v_to jsonb;
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
    WHEN p_quals ->> '_' = 'BOOLEXPR' AND p_quals ->> 'boolop' = 'not' AND p_quals #>> '{args,0,_}' = 'DISTINCTEXPR' THEN p_quals #> '{args,0}'
  END;
  IF v_equality IS NULL OR jsonb_array_length(v_equality -> 'args') <> 2 OR NOT audit._is_equality((v_equality ->> 'opno')::oid) THEN
    RETURN v_known;
  END IF;
  FOREACH v_from IN ARRAY ARRAY[0, 1] LOOP
    v_to := audit._column_node(v_equality -> 'args' -> (1 - v_from), p_query);
    IF v_to IS NOT NULL AND NOT v_known ?| ARRAY[audit._column_mark(v_to), 'r ' || (v_to ->> 'varno')]
      AND audit._is_equal(v_equality -> 'args' -> v_from, p_query, v_known)
    THEN
      v_known := v_known || jsonb_build_object(audit._column_mark(v_to), true);
    END IF;
  END LOOP;
  RETURN v_known;
END
$function$;
REVOKE ALL ON FUNCTION audit._equate(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether a row of an item of FROM is known by what is known of it.
CREATE OR REPLACE FUNCTION audit._ask_entry(p_at int, p_query jsonb, p_tree jsonb, p_known jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_entry jsonb := p_query -> 'rtable' -> (p_at - 1);
  v_given int[] := ARRAY(
    SELECT split_part(m.mark, '.', 2)::int FROM jsonb_object_keys(p_known) AS m (mark)
    WHERE m.mark LIKE format('c %s.%%', p_at) ORDER BY 1);
  v_asked text := format('a %s %s', p_at, array_to_string(v_given, ' '));
  v_tells boolean;
BEGIN
  IF p_known ? ('r ' || p_at) OR p_known ? v_asked THEN
    RETURN p_known;
  END IF;
  -- What it takes from the items beside it has to be known too; that may come to be known later.
  IF EXISTS (
    SELECT FROM (VALUES (v_entry -> 'subquery'), (v_entry -> 'functions'), (v_entry -> 'values_lists')) AS e (expression)
    CROSS JOIN LATERAL audit._own_parts(e.expression, p_query) p
    WHERE v_entry ->> 'rtekind' <> '0' AND jsonb_typeof(e.expression) IN ('object', 'array')
      AND p.is_column AND NOT audit._is_fixed_column(p.part, p_known)
  ) THEN
    RETURN p_known;
  END IF;
  v_tells := CASE v_entry ->> 'rtekind'
    WHEN '0' THEN audit._relation_tells_apart((v_entry ->> 'relid')::oid, v_entry ->> 'inh' = 'true', v_given)
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

-- Of all CTEs of a name, wherever in the view: what holds of all of them holds of the one that is meant.
CREATE OR REPLACE FUNCTION audit._cte_tells_apart(p_name text, p_tree jsonb, p_given int[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_cte jsonb;
BEGIN
  FOR v_cte IN SELECT q.node FROM jsonb_path_query(p_tree, 'strict $.** ? (@."_" == "COMMONTABLEEXPR" && @.ctename == $name)',
    jsonb_build_object('name', p_name)) AS q (node)
  LOOP
    IF v_cte ->> 'cterecursive' <> 'false' OR NOT audit._outputs_tell_apart(v_cte -> 'ctequery', p_tree, p_given) THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN v_cte IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._cte_tells_apart(text, jsonb, int[]) FROM PUBLIC;

-- Whether output columns of a set operation tell its rows apart.
CREATE OR REPLACE FUNCTION audit._set_tells_apart(p_node jsonb, p_query jsonb, p_tree jsonb, p_given int[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_arms jsonb;
BEGIN
  IF p_node ->> '_' = 'RANGETBLREF' THEN
    RETURN audit._outputs_tell_apart(p_query -> 'rtable' -> ((p_node ->> 'rtindex')::int - 1) -> 'subquery', p_tree, p_given);
  END IF;
  IF p_node ->> 'all' = 'false' AND NOT EXISTS (
    SELECT FROM audit._items(p_query -> 'targetList') AS t (target)
    WHERE t.target ->> 'resjunk' = 'false' AND NOT (t.target ->> 'resno')::int = ANY (p_given)
  ) THEN
    RETURN true;
  END IF;
  -- What is left of the rows of the first arm is told apart as they are. 1 is UNION.
  IF p_node ->> 'op' <> '1' THEN
    RETURN audit._set_tells_apart(p_node -> 'larg', p_query, p_tree, p_given);
  END IF;
  -- Arms that each have a constant of their own in one column.
  v_arms := audit._union_arms(p_node, p_query);
  RETURN v_arms IS NOT NULL
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(v_arms) AS a (arm) WHERE NOT audit._outputs_tell_apart(a.arm, p_tree, p_given))
    AND EXISTS (
      SELECT FROM unnest(p_given) AS g (resno)
      CROSS JOIN LATERAL (
        SELECT count(*) AS arms, count(DISTINCT audit._exact_constant(t.target -> 'expr')) AS tags
        FROM jsonb_array_elements(v_arms) AS a (arm)
        CROSS JOIN LATERAL audit._items(a.arm -> 'targetList') AS t (target)
        WHERE t.target ->> 'resjunk' = 'false' AND t.target ->> 'resno' = g.resno::text
      ) AS tag
      WHERE tag.arms = jsonb_array_length(v_arms) AND tag.tags = tag.arms);
END
$function$;
REVOKE ALL ON FUNCTION audit._set_tells_apart(jsonb, jsonb, jsonb, int[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._union_arms(p_node jsonb, p_query jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE
    WHEN p_node ->> '_' = 'RANGETBLREF' THEN jsonb_build_array(p_query -> 'rtable' -> ((p_node ->> 'rtindex')::int - 1) -> 'subquery')
    WHEN p_node ->> 'op' = '1' THEN audit._union_arms(p_node -> 'larg', p_query) || audit._union_arms(p_node -> 'rarg', p_query)
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._union_arms(jsonb, jsonb) FROM PUBLIC;

-- An integer constant of LIMIT or OFFSET, cast or not, when its value is from 0 to 127; NULL otherwise. Its bytes begin at
-- the low end; where they do not, only 0 is known.
CREATE OR REPLACE FUNCTION audit._small_constant(p_node jsonb) RETURNS int
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_node jsonb := p_node;
  v_bytes int[];
BEGIN
  IF v_node ->> '_' = 'FUNCEXPR' AND (v_node ->> 'funcid')::oid IN ('int8(int4)'::regprocedure, 'int8(int2)'::regprocedure) THEN
    v_node := v_node #> '{args,0}';
  END IF;
  IF v_node ->> '_' IS DISTINCT FROM 'CONST' OR jsonb_typeof(v_node -> 'constvalue') <> 'array'
    OR (v_node ->> 'consttype')::oid NOT IN ('int8'::regtype, 'int4'::regtype, 'int2'::regtype)
  THEN
    RETURN NULL;
  END IF;
  v_bytes := ARRAY(SELECT b.byte::int FROM jsonb_array_elements_text(v_node -> 'constvalue') WITH ORDINALITY AS b (byte, ord) ORDER BY b.ord);
  RETURN CASE WHEN 0 = ALL (v_bytes[2:]) AND v_bytes[1] >= 0 THEN v_bytes[1] END;
END
$function$;
REVOKE ALL ON FUNCTION audit._small_constant(jsonb) FROM PUBLIC;
