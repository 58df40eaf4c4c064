-- Condition on a row t of a stored relation: it does not wait for a refresh.
CREATE OR REPLACE FUNCTION audit._not_pending(p_stored audit.stored_relation)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_queue text := audit._stored_name('changes', (p_stored).relation);
BEGIN
  IF (p_stored).tracked = '[]' THEN
    RETURN 'true';
  END IF;
  RETURN (
    SELECT
      concat_ws(
        ' AND ',
        format('NOT EXISTS (SELECT FROM audit.%I q WHERE q.pattern = 0)', v_queue),
        string_agg(
          format(
            'NOT EXISTS (SELECT FROM audit.%I q WHERE q.pattern = %s AND %s)',
            v_queue,
            p.ord,
            (
              SELECT string_agg(format('q.c%s = t.%I', n.ord, n.name), ' AND ' ORDER BY n.ord)
              FROM unnest((p_stored).queue_columns) WITH ORDINALITY AS n (name, ord)
              WHERE p.value ? n.name
            )
          ),
          ' AND '
          ORDER BY p.ord
        )
      )
    FROM jsonb_array_elements((p_stored).patterns) WITH ORDINALITY AS p (value, ord)
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._not_pending(audit.stored_relation) FROM PUBLIC;

-- Compares stored rows with those of their view: how many were compared, are missing, should not be there, and have
-- other values. One statement, so both are of the same moment. Rows that wait for a refresh are left out.
--
-- p_where: a condition on a row t, for a part of the rows; $1 in it are the days.
CREATE OR REPLACE FUNCTION audit._compare_stored(
  p_stored audit.stored_relation,
  p_where text,
  p_days date[],
  OUT compared bigint,
  OUT missing bigint,
  OUT surplus bigint,
  OUT changed bigint
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  EXECUTE format(
    $sql$
    SELECT
      count(*), count(*) FILTER (WHERE s.%1$s IS NULL), count(*) FILTER (WHERE l.%1$s IS NULL),
      count(*) FILTER (WHERE s.%1$s IS NOT NULL AND l.%1$s IS NOT NULL AND s.* *<> l.*)
    FROM
      (SELECT %2$s FROM %3$s t WHERE (%5$s) AND %7$s) AS s
      FULL JOIN (SELECT %2$s FROM %4$s t WHERE (%5$s) AND %7$s) AS l ON %6$s
    $sql$,
    quote_ident((p_stored).key_columns[1]),
    audit._listed(audit._column_names(((p_stored).relation)::regclass), 't.%s', ', '),
    (p_stored).relation,
    (p_stored).live,
    p_where,
    audit._listed((p_stored).key_columns, 's.%1$s = l.%1$s', ' AND '),
    audit._not_pending(p_stored)
  )
  INTO compared, missing, surplus, changed
  USING p_days;
END
$function$;
REVOKE ALL ON FUNCTION audit._compare_stored(audit.stored_relation, text, date[]) FROM PUBLIC;

-- The same for all rows, by name.
CREATE OR REPLACE FUNCTION audit.stored_differences(
  p_relation text,
  OUT compared bigint,
  OUT missing bigint,
  OUT surplus bigint,
  OUT changed bigint
)
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
AS $function$
DECLARE
  v_stored audit.stored_relation;
BEGIN
  PERFORM audit.refresh_order(ARRAY[p_relation]);
  SELECT s.* INTO v_stored FROM audit.stored_relation s WHERE s.relation = p_relation;
  SELECT c.* INTO compared, missing, surplus, changed FROM audit._compare_stored(v_stored, 'true', NULL) c;
END
$function$;
REVOKE ALL ON FUNCTION audit.stored_differences(text) FROM PUBLIC;

-- Conditions on a row t that select some runs of neighboring keys, another choice at each call. A run shows rows that
-- are missing as well as rows that differ. A small relation is compared whole.
CREATE OR REPLACE FUNCTION audit._sample_of(p_stored audit.stored_relation)
RETURNS SETOF text
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  -- Runs, and rows of a run.
  c_runs constant int := 10;
  c_rows constant int := 200;
  v_count bigint := (SELECT s.row_count FROM audit.stored_state s WHERE s.relation = (p_stored).relation);
  v_keys text := audit._listed((p_stored).key_columns, 't.%s', ', ');
  v_bound text := 'SELECT string_agg(format(''%L::%s'', k.value, k.type), '', '' ORDER BY k.ord) FROM unnest(ARRAY['
    || audit._listed((p_stored).key_columns, 't.%s::text', ', ') || '], ARRAY['
    || (
      SELECT string_agg(quote_literal(c.type), ', ' ORDER BY array_position((p_stored).key_columns, c.name))
      FROM audit._stored_columns(((p_stored).relation)::regclass) c
      WHERE c.name = ANY ((p_stored).key_columns)
    ) || ']) WITH ORDINALITY AS k (value, type, ord)';
  v_first text;
  v_last text;
BEGIN
  IF coalesce(v_count, 0) <= c_runs * c_rows THEN
    RETURN NEXT 'true';
    RETURN;
  END IF;
  FOR v_first IN
    EXECUTE format(
      'SELECT (%s) FROM (SELECT * FROM %s TABLESAMPLE SYSTEM (%s) ORDER BY random() LIMIT %s) t',
      v_bound,
      (p_stored).relation,
      least(100, 100.0 * 5000 / v_count),
      c_runs
    )
  LOOP
    EXECUTE format(
      'SELECT (%s) FROM (SELECT t.* FROM %s t WHERE (%s) >= (%s) ORDER BY %s OFFSET %s LIMIT 1) t',
      v_bound,
      (p_stored).relation,
      v_keys,
      v_first,
      v_keys,
      c_rows
    ) INTO v_last;
    -- The last run has no end. format() would write a NULL as nothing.
    RETURN NEXT format('(%s) >= (%s)', v_keys, v_first)
      || CASE WHEN v_last IS NULL THEN '' ELSE format(' AND (%s) < (%s)', v_keys, v_last) END;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._sample_of(audit.stored_relation) FROM PUBLIC;
