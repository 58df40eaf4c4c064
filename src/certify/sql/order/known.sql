-- What two rows of a query's FROM have in common once some values are the same in both: a JSON object of marks. "c
-- 1.2": column 2 of item 1 is equal. "r 1": item 1 is the same row. "a 1 2 3": item 1 was tested with its columns 2
-- and 3 known, which did not suffice.

CREATE OR REPLACE FUNCTION audit._column_mark(p_var jsonb)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT 'c ' || (p_var ->> 'varno') || '.' || (p_var ->> 'varattno')
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._column_mark(jsonb) FROM PUBLIC;

-- Whether the value of a column is identical in both rows, wherever it is used.
CREATE OR REPLACE FUNCTION audit._is_fixed_column(p_var jsonb, p_known jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN p_known ? ('r ' || (p_var ->> 'varno'))
    OR (p_known ? audit._column_mark(p_var) AND audit._is_exact_column(p_var));
END
$function$;
REVOKE ALL ON FUNCTION audit._is_fixed_column(jsonb, jsonb) FROM PUBLIC;

-- The same for an expression.
CREATE OR REPLACE FUNCTION audit._is_fixed(p_node jsonb, p_query jsonb, p_known jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN NOT EXISTS (
    SELECT
    FROM audit._own_parts(p_node, p_query) p
    WHERE NOT p.is_column OR NOT audit._is_fixed_column(p.part, p_known)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_fixed(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether it is equal in both rows.
CREATE OR REPLACE FUNCTION audit._is_equal(p_node jsonb, p_query jsonb, p_known jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_column jsonb := audit._column_node(p_node, p_query);
BEGIN
  RETURN coalesce(p_known ?| ARRAY[audit._column_mark(v_column), 'r ' || (v_column ->> 'varno')], false)
    OR audit._is_fixed(p_node, p_query, p_known);
END
$function$;
REVOKE ALL ON FUNCTION audit._is_equal(jsonb, jsonb, jsonb) FROM PUBLIC;

-- Whether an object comes with Postgres or an extension, and not from the author of a view.
CREATE OR REPLACE FUNCTION audit._is_vouched(p_class oid, p_object oid)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    p_object < 16384
    OR EXISTS (
      SELECT
      FROM pg_catalog.pg_depend d
      WHERE
        d.classid = p_class
        AND d.objid = p_object
        AND d.deptype = 'e'
        AND d.refclassid = 'pg_catalog.pg_extension'::regclass
    )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_vouched(oid, oid) FROM PUBLIC;

-- Whether an operator is the equality of an operator class of Postgres or an extension that sorts or hashes. The = of
-- boxes is not: it compares their areas.
CREATE OR REPLACE FUNCTION audit._is_equality(p_operator oid)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    audit._is_vouched('pg_catalog.pg_operator'::regclass::oid, p_operator)
    AND EXISTS (
      SELECT
      FROM
        pg_catalog.pg_amop a
        JOIN pg_catalog.pg_am m ON m.oid = a.amopmethod AND m.amname IN ('btree', 'hash')
        JOIN pg_catalog.pg_operator o ON o.oid = a.amopopr AND o.oprname = '='
      WHERE
        a.amopopr = p_operator
        AND audit._is_vouched('pg_catalog.pg_opfamily'::regclass::oid, a.amopfamily)
    )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_equality(oid) FROM PUBLIC;

-- The target entries that clauses such as ORDER BY refer to. With p_settled, entries that are ordered by a
-- user-defined operator are left out.
CREATE OR REPLACE FUNCTION audit._targets_of(p_clauses jsonb, p_targets jsonb, p_settled boolean)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(t.target), '[]')
    FROM
      audit._items(p_clauses) AS c (clause)
      JOIN audit._items(p_targets) AS t (target)
        ON t.target ->> 'ressortgroupref' = c.clause ->> 'tleSortGroupRef'
    WHERE
      NOT p_settled
      OR audit._is_vouched('pg_catalog.pg_operator'::regclass::oid, (c.clause ->> 'eqop')::oid)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._targets_of(jsonb, jsonb, boolean) FROM PUBLIC;
