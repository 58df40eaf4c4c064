-- The query trees that an object consists of, as text, and the leaks that are found without reading a tree.
CREATE OR REPLACE FUNCTION audit._object_trees(p_class oid, p_object oid, OUT trees text[], OUT leaks jsonb)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_tree text;
  v_problem text;
BEGIN
  trees := '{}';
  leaks := '[]';
  IF p_class = 'pg_catalog.pg_proc'::regclass THEN
    SELECT f.tree, f.problem INTO v_tree, v_problem FROM audit._read_function(p_object) f;
    IF v_tree IS NOT NULL THEN
      trees := ARRAY[v_tree];
    END IF;
    IF v_problem IS NOT NULL THEN
      leaks := jsonb_build_array(jsonb_build_object('kind', 'unreadable', 'what', v_problem));
    END IF;
  ELSIF p_class = 'pg_catalog.pg_type'::regclass THEN
    SELECT coalesce(array_agg(t), '{}') INTO trees FROM audit._domain_trees(p_object) AS t;
  ELSIF p_class = 'pg_catalog.pg_class'::regclass THEN
    SELECT coalesce(array_agg(t), '{}') INTO trees FROM audit._relation_trees(p_object) AS t;
    IF EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = p_object AND c.relrowsecurity) THEN
      leaks := jsonb_build_array(jsonb_build_object('kind', 'session', 'what', 'row security'));
    END IF;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._object_trees(oid, oid) FROM PUBLIC;

-- The leaks of one query tree, as a list of {kind, what} and, for an order, also {column, within}.
CREATE OR REPLACE FUNCTION audit._tree_leaks(p_tree jsonb, p_takes_first boolean)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN (
    SELECT
      coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'what', l.what) ORDER BY l.kind, l.what), '[]')
    FROM
      (
        SELECT c.kind, c.what FROM audit._call_leaks(p_tree) c
        UNION
        SELECT o.kind, o.what FROM audit._other_leaks(p_tree) o
      ) AS l
  ) || (
    SELECT
      coalesce(
        jsonb_agg(
          DISTINCT
          jsonb_build_object('kind', l.kind, 'what', l.what, 'column', l.column_name, 'within', l.within)
        ),
        '[]'
      )
    FROM audit._order_leaks(p_tree, p_takes_first) l
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._tree_leaks(jsonb, boolean) FROM PUBLIC;

-- The objects that an object uses: those that its trees name, and those that the catalogs list.
CREATE OR REPLACE FUNCTION audit._used_objects(p_class oid, p_object oid, p_trees jsonb[])
RETURNS TABLE (class_id oid, object_id oid)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  SELECT r.class_id, r.object_id
  FROM
    unnest(p_trees) AS t (tree)
    CROSS JOIN LATERAL audit._references(t.tree) r
  UNION
  SELECT r.class_id, r.object_id FROM audit._catalog_references(p_class, p_object) r;
END
$function$;
REVOKE ALL ON FUNCTION audit._used_objects(oid, oid, jsonb[]) FROM PUBLIC;

-- The relations that a certification starts from. Each of them must exist.
CREATE OR REPLACE FUNCTION audit._root_objects(p_roots text[])
RETURNS oid[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_objects oid[] := '{}';
  v_root text;
BEGIN
  FOREACH v_root IN ARRAY p_roots LOOP
    IF to_regclass(v_root) IS NULL THEN
      RAISE EXCEPTION 'there is no relation %', v_root
        USING ERRCODE = 'undefined_table', HINT = 'Run psql -f generated/sql/install.sql.';
    END IF;
    IF NOT to_regclass(v_root)::oid = ANY (v_objects) THEN
      v_objects := v_objects || to_regclass(v_root)::oid;
    END IF;
  END LOOP;
  RETURN v_objects;
END
$function$;
REVOKE ALL ON FUNCTION audit._root_objects(text[]) FROM PUBLIC;

-- Every object that some relations depend on, at any depth, each object once, with its leaks: what in it depends on
-- when, where or by whom the query is run. An allowed function is listed but not read.
CREATE OR REPLACE FUNCTION audit._examine(p_roots text[], p_allowed text[])
RETURNS TABLE (class_id oid, object_id oid, object_fqn text, leaks jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  -- The guard returns true or raises an error, for every caller.
  v_allowed text[] := p_allowed || ARRAY[
    'audit._require_certified_strict(text,interval)',
    'audit._require_certified(text,interval)',
    'audit.require_certified_strict(text,interval)',
    'audit.require_certified(text,interval)'
  ];
  v_objects oid[] := audit._root_objects(p_roots);
  v_classes oid[] := array_fill('pg_catalog.pg_class'::regclass::oid, ARRAY[cardinality(v_objects)]);
  v_at int := 0;
  v_is_function boolean;
  v_takes_first boolean;
  v_text text;
  v_texts text[];
  v_tree jsonb;
  v_trees jsonb[];
  v_used record;
BEGIN
  WHILE v_at < cardinality(v_objects) LOOP
    v_at := v_at + 1;
    class_id := v_classes[v_at];
    object_id := v_objects[v_at];
    object_fqn := audit._object_fqn(class_id, object_id);
    leaks := '[]';
    v_is_function := class_id = 'pg_catalog.pg_proc'::regclass;
    IF v_is_function AND object_fqn = ANY (v_allowed) THEN
      RETURN NEXT;
      CONTINUE;
    END IF;

    SELECT t.trees, t.leaks INTO v_texts, leaks FROM audit._object_trees(class_id, object_id) t;
    v_takes_first := v_is_function
      AND NOT (SELECT p.proretset FROM pg_catalog.pg_proc p WHERE p.oid = object_id);
    v_trees := '{}';
    FOREACH v_text IN ARRAY v_texts LOOP
      v_tree := audit._node_tree(v_text);
      v_trees := array_append(v_trees, v_tree);
      leaks := leaks || audit._tree_leaks(v_tree, v_takes_first);
    END LOOP;
    -- Reported only where nothing else was found: then it is all that there is to fix.
    IF v_is_function AND leaks = '[]' AND audit._is_unpinned(object_id) THEN
      leaks := jsonb_build_array(jsonb_build_object(
        'kind', 'unpinned',
        'what', 'names in its body mean what the search_path of the session says'
      ));
    END IF;
    RETURN NEXT;

    FOR v_used IN
      SELECT u.class_id, u.object_id FROM audit._used_objects(v_classes[v_at], v_objects[v_at], v_trees) u
      EXCEPT
      SELECT k.class_id, k.object_id FROM unnest(v_classes, v_objects) AS k (class_id, object_id)
    LOOP
      v_classes := v_classes || v_used.class_id;
      v_objects := v_objects || v_used.object_id;
    END LOOP;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._examine(text[], text[]) FROM PUBLIC;
