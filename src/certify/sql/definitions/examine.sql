-- Everything that some relations are made of, at any depth, each object once, with what in it depends on when, where or
-- by whom it is asked (kind, what). A function on the allow-list is taken at its word and not looked into.
CREATE OR REPLACE FUNCTION audit._examine(p_roots text[], p_allowed text[])
RETURNS TABLE (class_id oid, object_id oid, object_fqn text, leaks jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_classes oid[] := '{}';
  v_objects oid[] := '{}';
  v_at int := 0;
  v_root text;
  v_text text;
  v_tree jsonb;
  v_trees jsonb[];
  v_problem text;
  v_takes_first boolean;
  v_reference record;
  v_texts text[];
BEGIN
  FOREACH v_root IN ARRAY p_roots LOOP
    IF to_regclass(v_root) IS NULL THEN
      RAISE EXCEPTION 'there is no relation %', v_root
        USING ERRCODE = 'undefined_table', HINT = 'Run psql -f generated/sql/install.sql.';
    END IF;
    IF NOT to_regclass(v_root)::oid = ANY (v_objects) THEN
      v_classes := v_classes || 'pg_catalog.pg_class'::regclass::oid;
      v_objects := v_objects || to_regclass(v_root)::oid;
    END IF;
  END LOOP;

  WHILE v_at < cardinality(v_objects) LOOP
    v_at := v_at + 1;
    class_id := v_classes[v_at];
    object_id := v_objects[v_at];
    object_fqn := audit._object_fqn(class_id, object_id);
    leaks := '[]';
    v_texts := '{}';
    IF class_id = 'pg_catalog.pg_proc'::regclass THEN
      -- The guard gives true or raises, whoever asks.
      IF object_fqn = ANY (
        p_allowed || ARRAY[
          'audit._require_certified_strict(text,interval)',
          'audit._require_certified(text,interval)',
          'audit.require_certified_strict(text,interval)',
          'audit.require_certified(text,interval)'
        ]
      ) THEN
        RETURN NEXT;
        CONTINUE;
      END IF;
      SELECT f.tree, f.problem INTO v_text, v_problem FROM audit._read_function(object_id) f;
      IF v_text IS NOT NULL THEN
        v_texts := ARRAY[v_text];
      END IF;
      IF v_problem IS NOT NULL THEN
        leaks := leaks || jsonb_build_object('kind', 'unreadable', 'what', v_problem);
      END IF;
    ELSIF class_id = 'pg_catalog.pg_type'::regclass THEN
      SELECT coalesce(array_agg(t), '{}') INTO v_texts FROM audit._domain_trees(object_id) AS t;
    ELSIF class_id = 'pg_catalog.pg_class'::regclass THEN
      SELECT coalesce(array_agg(t), '{}') INTO v_texts FROM audit._relation_trees(object_id) AS t;
      IF EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = object_id AND c.relrowsecurity) THEN
        leaks := jsonb_build_array(jsonb_build_object('kind', 'session', 'what', 'row security'));
      END IF;
    END IF;

    v_takes_first := class_id = 'pg_catalog.pg_proc'::regclass
      AND NOT (SELECT p.proretset FROM pg_catalog.pg_proc p WHERE p.oid = object_id);
    v_trees := '{}';
    FOREACH v_text IN ARRAY v_texts LOOP
      v_tree := audit._node_tree(v_text);
      v_trees := array_append(v_trees, v_tree);
      SELECT
        leaks || coalesce(
          jsonb_agg(jsonb_build_object('kind', l.kind, 'what', l.what) ORDER BY l.kind, l.what),
          '[]'
        )
      INTO leaks
      FROM
        (
          SELECT c.kind, c.what FROM audit._call_leaks(v_tree) c
          UNION
          SELECT o.kind, o.what FROM audit._other_leaks(v_tree) o
        ) AS l;
      SELECT
        leaks || coalesce(
          jsonb_agg(
            DISTINCT
            jsonb_build_object('kind', l.kind, 'what', l.what, 'column', l.column_name, 'within', l.within)
          ),
          '[]'
        )
      INTO leaks
      FROM audit._order_leaks(v_tree, v_takes_first) l;
    END LOOP;
    FOR v_reference IN
      SELECT r.class_id, r.object_id
      FROM
        unnest(v_trees) AS t (tree)
        CROSS JOIN LATERAL audit._references(t.tree) r
      UNION
      SELECT r.class_id, r.object_id FROM audit._catalog_references(v_classes[v_at], v_objects[v_at]) r
      EXCEPT
      SELECT k.class_id, k.object_id FROM unnest(v_classes, v_objects) AS k (class_id, object_id)
    LOOP
      v_classes := v_classes || v_reference.class_id;
      v_objects := v_objects || v_reference.object_id;
    END LOOP;
    -- Said only of a body in which nothing else was found, as it then is all that there is to mend.
    IF class_id = 'pg_catalog.pg_proc'::regclass AND leaks = '[]' AND audit._is_unpinned(object_id) THEN
      leaks := jsonb_build_array(
        jsonb_build_object(
          'kind', 'unpinned',
          'what', 'names in its body mean what the search_path of the session says'
        )
      );
    END IF;
    RETURN NEXT;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._examine(text[], text[]) FROM PUBLIC;
