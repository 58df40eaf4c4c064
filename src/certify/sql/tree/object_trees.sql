-- The analyzed expressions of an object: the query of a view, what row security and virtual columns of a table
-- compute on read, the constraints of a domain.
CREATE OR REPLACE FUNCTION audit._relation_trees(p_relation oid)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT r.ev_action::text
  FROM pg_catalog.pg_rewrite r
  WHERE r.ev_class = p_relation AND r.rulename = '_RETURN'
  UNION ALL
  SELECT p.polqual::text
  FROM
    pg_catalog.pg_policy p
    JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
  WHERE p.polrelid = p_relation AND c.relrowsecurity AND p.polqual IS NOT NULL
  UNION ALL
  SELECT d.adbin::text
  FROM
    pg_catalog.pg_attrdef d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE d.adrelid = p_relation AND a.attgenerated = 'v';
END
$function$;
REVOKE ALL ON FUNCTION audit._relation_trees(oid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._domain_trees(p_type oid)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT c.conbin::text FROM pg_catalog.pg_constraint c WHERE c.contypid = p_type AND c.conbin IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._domain_trees(oid) FROM PUBLIC;
