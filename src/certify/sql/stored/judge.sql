-- Condition on a row t of a stored relation: it is of the checked days, $1. By its T0, or by the key of the entrypoint;
-- NULL where it has neither.
CREATE OR REPLACE FUNCTION audit._of_days(
  p_relation text,
  p_entrypoint text,
  p_key text[],
  p_t0 text,
  p_days date[]
)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_keys text := audit._listed(p_key, 't.%I', ', ');
  v_t0 text;
  v_common text[];
BEGIN
  IF p_days = '{}' THEN
    RETURN NULL;
  END IF;
  SELECT
    max(c.type) FILTER (WHERE c.name = p_t0),
    array_agg(c.name) FILTER (WHERE c.name = ANY (p_key) AND c.type = e.type)
  INTO v_t0, v_common
  FROM
    audit._stored_columns(to_regclass(p_relation)) c
    LEFT JOIN audit._stored_columns(to_regclass(p_entrypoint)) e ON e.name = c.name;
  IF v_t0 IN ('timestamp with time zone', 'timestamp without time zone', 'date') THEN
    RETURN audit._within_days(to_regclass(p_relation), p_t0, p_days);
  END IF;
  IF v_common @> p_key THEN
    RETURN format(
      '(%1$s) IN (SELECT %1$s FROM %2$s t WHERE %3$s)',
      v_keys,
      p_entrypoint,
      audit._within_days(to_regclass(p_entrypoint), p_t0, p_days)
    );
  END IF;
  RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._of_days(text, text, text[], text, date[]) FROM PUBLIC;

-- What was found of one stored relation: the rows of the checked days where it shows of which day a row is, and a
-- sample of its keys.
CREATE OR REPLACE FUNCTION audit._judge_stored(
  p_relation text,
  p_entrypoint text,
  p_key text[],
  p_t0 text,
  p_days date[]
)
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_stored audit.stored_relation;
  v_rows bigint;
  v_part record;
  v_counts bigint[] := '{}';
  v_differ bigint[] := ARRAY[0, 0, 0];
BEGIN
  SELECT s.* INTO v_stored FROM audit.stored_relation s WHERE s.relation = p_relation;
  SELECT s.row_count INTO v_rows FROM audit.stored_state s WHERE s.relation = p_relation;
  FOR v_part IN
    SELECT c.*
    FROM
      (
        SELECT 1, audit._of_days(p_relation, p_entrypoint, p_key, p_t0, p_days)
        UNION ALL
        -- All runs in one query, because a view with groups or windows is computed whole for each.
        SELECT 2, string_agg(format('(%s)', w), ' OR ') FROM audit._sample_of(v_stored) AS w
      ) AS p (ord, condition)
      CROSS JOIN LATERAL audit._compare_stored(v_stored, coalesce(p.condition, 'false'), p_days) AS c
    ORDER BY p.ord
  LOOP
    v_counts := v_counts || v_part.compared;
    v_differ := ARRAY[
      v_differ[1] + v_part.missing,
      v_differ[2] + v_part.surplus,
      v_differ[3] + v_part.changed
    ];
  END LOOP;
  RETURN jsonb_build_object(
    'relation', p_relation,
    'rows', v_rows,
    'of_days', v_counts[1],
    'of_sample', v_counts[2],
    'missing', v_differ[1],
    'surplus', v_differ[2],
    'changed', v_differ[3]
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._judge_stored(text, text, text[], text, date[]) FROM PUBLIC;
