-- Stops before any change if an object outside of the project depends on what is dropped, or if a name is that of
-- neither a view nor a stored relation.
DO $refuse$
DECLARE
  ours constant oid[] := ARRAY(
    SELECT c.oid
    FROM json_to_recordset(current_setting('fusion_store.views')::json) AS w(schema text, name text)
    JOIN pg_namespace n ON n.nspname = w.schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
  );
  functions constant oid[] := ARRAY(
    SELECT f.value::oid FROM json_array_elements_text(current_setting('fusion_store.dropped')::json) AS f
  );
  stored oid[] := '{}';
  others text[];
BEGIN
  -- Its rows are computed, so nothing is lost with it.
  IF to_regprocedure('audit.forget_stored(text)') IS NOT NULL THEN
    SELECT COALESCE(array_agg(to_regclass(s.relation)::oid), '{}') INTO stored FROM audit.stored_relation s;
  END IF;
  SELECT array_agg(pg_describe_object('pg_class'::regclass, c.oid, 0) ORDER BY c.oid) INTO others
  FROM pg_class c WHERE c.oid = ANY (ours) AND c.relkind <> 'v' AND c.oid <> ALL (stored);
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'not a view, but the project has a view of its name: %', array_to_string(others, ', ')
      USING ERRCODE = 'FSV02', HINT = 'Rename or drop it, then run this file again. Nothing was changed.';
  END IF;

  SELECT array_agg(format('%s of extension %s', pg_describe_object(d.classid, d.objid, 0), e.extname) ORDER BY d.objid) INTO others
  FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
  WHERE d.deptype = 'e' AND (d.classid = 'pg_class'::regclass AND d.objid = ANY (ours)
    OR d.classid = 'pg_proc'::regclass AND d.objid = ANY (functions));
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'a view or function of the project belongs to an extension: %', array_to_string(others, ', ')
      USING ERRCODE = 'FSV02', HINT = 'Take it out with ALTER EXTENSION … DROP …, then run this file again. Nothing was changed.';
  END IF;

  WITH RECURSIVE own AS (
    SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid FROM pg_class c WHERE c.oid = ANY (ours)
    UNION ALL SELECT 'pg_proc'::regclass, f FROM unnest(functions) AS f
    UNION ALL SELECT 'pg_type'::regclass, t.oid FROM pg_class c JOIN pg_type t ON t.oid = c.reltype OR t.typelem = c.reltype
      WHERE c.oid = ANY (ours) AND c.reltype <> 0
    UNION ALL SELECT 'pg_rewrite'::regclass, r.oid FROM pg_rewrite r WHERE r.ev_class = ANY (ours)
    UNION ALL SELECT 'pg_trigger'::regclass, t.oid FROM pg_trigger t WHERE t.tgrelid = ANY (ours)
    UNION ALL SELECT 'pg_attrdef'::regclass, a.oid FROM pg_attrdef a WHERE a.adrelid = ANY (ours)
    UNION ALL SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint k WHERE k.conrelid = ANY (ours)
    UNION ALL SELECT 'pg_class'::regclass, x.indexrelid FROM pg_index x WHERE x.indrelid = ANY (ours)
  ),
  -- A sequence that a column owns would be dropped silently.
  dependent AS (
    SELECT d.classid, d.objid, d.objsubid
    FROM own JOIN pg_depend d ON d.refclassid = own.classid AND d.refobjid = own.objid AND d.deptype IN ('n', 'a')
    WHERE NOT EXISTS (SELECT FROM own AS same WHERE same.classid = d.classid AND same.objid = d.objid)
    UNION
    SELECT next.classid, next.objid, next.objsubid
    FROM dependent f
    CROSS JOIN LATERAL (
      -- From the rule of a view to the view, and from a view to its row type.
      SELECT 'pg_class'::regclass::oid AS classid, r.ev_class AS objid, 0 AS objsubid
      FROM pg_rewrite r WHERE f.classid = 'pg_rewrite'::regclass AND r.oid = f.objid AND r.rulename = '_RETURN'
      UNION ALL
      SELECT 'pg_type'::regclass, t.oid, 0 FROM pg_class c JOIN pg_type t ON t.oid = c.reltype OR t.typelem = c.reltype
      WHERE f.classid = 'pg_class'::regclass AND f.objsubid = 0 AND c.oid = f.objid AND c.reltype <> 0
      UNION ALL
      SELECT d.classid, d.objid, d.objsubid FROM pg_depend d
      WHERE d.refclassid = f.classid AND d.refobjid = f.objid AND d.deptype = 'n' AND (f.objsubid = 0 OR d.refobjsubid = f.objsubid)
    ) AS next
    WHERE NOT EXISTS (SELECT FROM own WHERE own.classid = next.classid AND own.objid = next.objid)
  )
  SELECT array_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) COLLATE "C") INTO others
  FROM dependent d
  WHERE NOT (d.classid = 'pg_rewrite'::regclass AND EXISTS (
      SELECT FROM pg_rewrite r WHERE r.oid = d.objid AND r.rulename = '_RETURN'))
    AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (
      SELECT FROM pg_type t JOIN pg_class c ON c.reltype IN (t.oid, t.typelem) WHERE t.oid = d.objid AND c.relkind <> 'c'));
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'objects that are not of this project depend on its views or functions: %', array_to_string(others, ', ')
      USING ERRCODE = 'FSV01',
        DETAIL = array_to_string(others, E'\n'),
        HINT = 'Drop them, or make them read something else; then run this file again, and create them again. Nothing was changed.';
  END IF;
END
$refuse$;
