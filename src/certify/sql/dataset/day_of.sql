-- SQL expression for the UTC day of a T0 column, by the column's type. A timestamp without time zone and a date are
-- used as they are.
CREATE OR REPLACE FUNCTION audit._day_of(p_relation oid, p_t0 text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_type oid := (
    SELECT a.atttypid
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = p_relation AND a.attname = p_t0 AND a.attnum > 0 AND NOT a.attisdropped
  );
BEGIN
  CASE v_type
    WHEN 'timestamptz'::regtype THEN
      RETURN format('pg_catalog.timezone(''UTC'', t.%I)::pg_catalog.date', p_t0);
    WHEN 'timestamp'::regtype, 'date'::regtype THEN
      RETURN format('t.%I::pg_catalog.date', p_t0);
    ELSE
      RAISE EXCEPTION '% has no column % of type timestamptz, timestamp or date',
        p_relation::regclass, coalesce(p_t0, 'NULL')
        USING ERRCODE = 'FSC06', HINT = 'The rows of an entrypoint are hashed by the day of its T0 column.';
  END CASE;
END
$function$;
REVOKE ALL ON FUNCTION audit._day_of(oid, text) FROM PUBLIC;

-- SQL condition that selects the rows of some days ($1 is the array of days). An index on the column can serve it.
-- The bounds are literals, so that the planner sees them.
CREATE OR REPLACE FUNCTION audit._within_days(p_relation oid, p_t0 text, p_days date[])
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO, MDY'
AS $function$
DECLARE
  v_type regtype :=
    (SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = p_relation AND a.attname = p_t0);
  v_from date := (SELECT min(d) FROM unnest(p_days) AS d);
  -- The bound is inclusive because infinity has no next day; the day expression excludes the extra instant.
  v_to date := (SELECT max(d) + 1 FROM unnest(p_days) AS d);
BEGIN
  -- A date literal of a type with time zone is midnight in the session's time zone, which is UTC in this function.
  RETURN format(
    't.%1$I >= %2$L::%4$s AND t.%1$I <= %3$L::%4$s AND %5$s = ANY ($1)',
    p_t0,
    v_from,
    v_to,
    v_type,
    audit._day_of(p_relation, p_t0)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._within_days(oid, text, date[]) FROM PUBLIC;
