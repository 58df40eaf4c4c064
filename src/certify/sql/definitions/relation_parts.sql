-- The parts of relations. Of a table only the columns that other objects read: added columns do not concern the
-- store. Storage, indexes, defaults and constraints do not change what a reader sees.
CREATE OR REPLACE FUNCTION audit._relation_parts(p_classes oid[], p_objects oid[], p_portable boolean)
RETURNS TABLE (class_id oid, object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_class oid := 'pg_catalog.pg_class'::regclass;
  v_relations oid[] := audit._of_class(p_classes, p_objects, v_class);
BEGIN
  -- _RETURN is the query of a view. Other rules and triggers of a view only affect writes.
  RETURN QUERY
  SELECT v_class, c.oid, x.part, x.value
  FROM
    pg_catalog.pg_class c
    CROSS JOIN LATERAL (
      VALUES
        ('name', format('%s %s.%I', c.relkind, c.relnamespace::regnamespace, c.relname)),
        (
          'options',
          CASE
            WHEN c.relkind = 'v' THEN (
              SELECT json_agg(o ORDER BY o COLLATE "C")::text FROM unnest(c.reloptions) AS o
            )
          END
        )
      UNION ALL
      SELECT
        format('rule %I', r.rulename),
        concat_ws(
          ' ',
          r.ev_enabled,
          CASE
            WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid)
            WHEN p_portable THEN pg_get_viewdef(c.oid)
            ELSE r.ev_action::text
          END
        )
      FROM pg_catalog.pg_rewrite r
      WHERE r.ev_class = c.oid AND c.relhasrules AND c.relkind IN ('v', 'm')
      UNION ALL
      SELECT format('trigger %I', t.tgname), concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
      FROM pg_catalog.pg_trigger t
      WHERE t.tgrelid = c.oid AND c.relhastriggers AND c.relkind = 'v' AND NOT t.tgisinternal
    ) AS x (part, value)
  WHERE c.oid = ANY (v_relations);

  RETURN QUERY SELECT v_class, p.object_id, p.part, p.value FROM audit._column_parts(p_classes, p_objects) p;

  IF EXISTS (
    SELECT
    FROM pg_catalog.pg_class c
    WHERE c.oid = ANY (v_relations) AND (c.relrowsecurity OR c.relhassubclass OR c.relkind IN ('p', 'f'))
  ) THEN
    RETURN QUERY SELECT v_class, p.object_id, p.part, p.value FROM audit._row_source_parts(v_relations) p;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._relation_parts(oid[], oid[], boolean) FROM PUBLIC;

-- What decides which rows of a table are read: row security, the child tables that are read with it, and the source
-- of a foreign table. WITH CHECK only decides what may be written.
CREATE OR REPLACE FUNCTION audit._row_source_parts(p_relations oid[])
RETURNS TABLE (object_id oid, part text, value text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT c.oid, 'row security', c.relforcerowsecurity::text
  FROM pg_catalog.pg_class c
  WHERE c.oid = ANY (p_relations) AND c.relrowsecurity
  UNION ALL
  SELECT
    c.oid,
    format('policy %I', p.polname),
    json_build_array(
      p.polcmd,
      p.polpermissive,
      (
        SELECT json_agg(r.role ORDER BY r.role COLLATE "C")
        FROM (SELECT role::regrole::text AS role FROM unnest(p.polroles) AS role) AS r
      ),
      pg_get_expr(p.polqual, p.polrelid)
    )::text
  FROM
    pg_catalog.pg_class c
    JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid
  WHERE c.oid = ANY (p_relations) AND c.relrowsecurity AND p.polcmd IN ('r', '*')
  UNION ALL
  SELECT
    i.inhparent,
    format('child %s.%I', c.relnamespace::regnamespace, c.relname),
    coalesce(pg_get_expr(c.relpartbound, c.oid), '')
  FROM
    pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = ANY (p_relations) AND NOT i.inhdetachpending
  UNION ALL
  SELECT c.oid, 'partition key', pg_get_partkeydef(c.oid)
  FROM pg_catalog.pg_class c
  WHERE c.oid = ANY (p_relations) AND c.relkind = 'p'
  UNION ALL
  SELECT
    t.ftrelid,
    'foreign',
    json_build_array(
      s.srvname,
      s.srvtype,
      s.srvversion,
      (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(s.srvoptions) AS o),
      w.fdwname,
      w.fdwhandler::regprocedure,
      (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(w.fdwoptions) AS o),
      (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(t.ftoptions) AS o)
    )::text
  FROM
    pg_catalog.pg_foreign_table t
    JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  WHERE t.ftrelid = ANY (p_relations);
END
$function$;
REVOKE ALL ON FUNCTION audit._row_source_parts(oid[]) FROM PUBLIC;
