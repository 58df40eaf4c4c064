-- The definition of an object in words that only change when it does. Of a table just the columns that the others read:
-- that it gets more of them is no concern of the store.
CREATE OR REPLACE FUNCTION audit._relation_definition(p_relation oid, p_readers oid[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
BEGIN ATOMIC
  WITH used AS (
    SELECT d.refobjsubid AS attnum
    FROM pg_catalog.pg_depend d
    LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = p_relation AND d.refobjsubid > 0
      AND (r.ev_class = ANY (p_readers) OR (d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = ANY (p_readers)))
  )
  SELECT concat_ws(E'\n',
    c.relkind::text, array_to_string(c.reloptions, ','),
    (
      SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), co.collname, a.attgenerated), E'\n' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (c.relkind IN ('v', 'm') OR a.attnum IN (SELECT used.attnum FROM used))
    ),
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
    CASE WHEN c.relrowsecurity THEN concat_ws(' ', 'row security', c.relforcerowsecurity, (
      SELECT string_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid)), E'\n' ORDER BY p.polname)
      FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid
    )) END
  )
  FROM pg_catalog.pg_class c WHERE c.oid = p_relation;
END;
REVOKE ALL ON FUNCTION audit._relation_definition(oid, oid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._function_definition(p_function oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
BEGIN ATOMIC
  SELECT CASE p.prokind
    WHEN 'a' THEN concat_ws(' ', p_function::regprocedure::text, pg_get_function_result(p.oid), (
      SELECT concat_ws(' ', a.aggkind, a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::regtype, a.agginitval)
      FROM pg_catalog.pg_aggregate a WHERE a.aggfnoid = p.oid
    ))
    ELSE pg_get_functiondef(p.oid)
  END
  FROM pg_catalog.pg_proc p WHERE p.oid = p_function;
END;
REVOKE ALL ON FUNCTION audit._function_definition(oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._domain_definition(p_type oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
BEGIN ATOMIC
  SELECT concat_ws(E'\n', format_type(t.typbasetype, t.typtypmod), t.typnotnull, (
    SELECT string_agg(pg_get_constraintdef(c.oid), E'\n' ORDER BY c.conname) FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid
  ))
  FROM pg_catalog.pg_type t WHERE t.oid = p_type;
END;
REVOKE ALL ON FUNCTION audit._domain_definition(oid) FROM PUBLIC;
