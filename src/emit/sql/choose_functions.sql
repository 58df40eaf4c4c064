-- Functions of the project that must be dropped: those that read one of its views, those that CREATE OR REPLACE
-- FUNCTION refuses to change, and those that call such a function. An overload with other arguments belongs to the
-- project too if a view or function of the project calls it. All other functions are replaced in place.
DO $choose$
DECLARE
  chosen json;
  others text[];
BEGIN
  SELECT array_agg(format('%s %s', CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'aggregate or window function' END,
    p.oid::regprocedure) ORDER BY p.oid) INTO others
  FROM json_to_recordset(current_setting('fusion_store.functions')::json) AS w(signature text)
  JOIN pg_proc p ON p.oid = to_regprocedure(w.signature)
  WHERE p.prokind <> 'f';
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'not a function, but the project has a function of its name: %', array_to_string(others, ', ')
      USING ERRCODE = 'FSV02', HINT = 'Rename or drop it, then run this file again. Nothing was changed.';
  END IF;

  WITH RECURSIVE views AS (
    SELECT c.oid, c.reltype
    FROM json_to_recordset(current_setting('fusion_store.views')::json) AS w(schema text, name text)
    JOIN pg_namespace n ON n.nspname = w.schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
  ),
  declared AS (
    SELECT p.oid, p.prorettype IS DISTINCT FROM to_regtype(w.result)::oid OR p.proretset OR p.proallargtypes IS NOT NULL
      OR p.pronargdefaults > 0 OR p.provariadic <> 0
      OR EXISTS (
        SELECT FROM unnest(p.proargnames) WITH ORDINALITY AS a(name, ord)
        JOIN json_array_elements_text(w.names) WITH ORDINALITY AS b(name, ord) USING (ord)
        WHERE a.name <> '' AND a.name <> b.name
      ) AS differs
    FROM json_to_recordset(current_setting('fusion_store.functions')::json)
      AS w(signature text, names json, result text)
    JOIN pg_proc p ON p.oid = to_regprocedure(w.signature)
  ),
  named AS (
    SELECT DISTINCT p.oid
    FROM json_to_recordset(current_setting('fusion_store.functions')::json) AS w(schema text, name text)
    JOIN pg_namespace n ON n.nspname = w.schema
    JOIN pg_proc p ON p.pronamespace = n.oid AND p.proname = w.name AND p.prokind = 'f'
  ),
  ours AS (
    SELECT d.oid FROM declared d
    UNION
    SELECT f.oid
    FROM views v
    JOIN pg_rewrite r ON r.ev_class = v.oid AND r.rulename = '_RETURN'
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_proc'::regclass
    JOIN named f ON f.oid = d.refobjid
    UNION
    SELECT f.oid
    FROM ours o
    JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_proc'::regclass
    JOIN named f ON f.oid = d.refobjid
  ),
  gone AS (
    SELECT d.oid FROM declared d WHERE d.differs
    UNION
    SELECT o.oid
    FROM ours o
    JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = o.oid
    JOIN views v ON d.refclassid = 'pg_class'::regclass AND d.refobjid = v.oid
      OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (SELECT t.oid FROM pg_type t WHERE v.reltype IN (t.oid, t.typelem))
    UNION
    SELECT o.oid
    FROM gone g
    JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_proc'::regclass AND d.refobjid = g.oid
    JOIN ours o ON o.oid = d.objid
  )
  SELECT json_agg(g.oid::text ORDER BY g.oid) INTO chosen FROM gone g;
  PERFORM set_config('fusion_store.dropped', COALESCE(chosen, '[]')::text, true);
END
$choose$;
