-- What was found of one stored relation: the checked days where it has the T0, and a sample of its keys.
CREATE OR REPLACE FUNCTION audit._judge_stored(p_relation text, p_t0 text, p_days date[])
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_stored audit.stored_relation;
  v_where text;
  v_part record;
  v_sum bigint[] := ARRAY[0, 0, 0, 0];
BEGIN
  SELECT s.* INTO v_stored FROM audit.stored_relation s WHERE s.relation = p_relation;
  FOR v_where IN
    SELECT audit._within_days(to_regclass(p_relation), p_t0, p_days)
    WHERE
      p_days <> '{}'
      AND EXISTS (
        SELECT
        FROM audit._stored_columns(to_regclass(p_relation)) c
        WHERE
          c.name = p_t0
          AND c.type IN ('timestamp with time zone', 'timestamp without time zone', 'date')
      )
    UNION ALL
    -- All runs in one query, because a view with groups or windows is computed whole for each.
    SELECT string_agg(format('(%s)', w), ' OR ') FROM audit._sample_of(v_stored) AS w HAVING count(*) > 0
  LOOP
    SELECT c.* INTO v_part FROM audit._compare_stored(v_stored, v_where, p_days) c;
    v_sum := ARRAY[
      v_sum[1] + v_part.compared,
      v_sum[2] + v_part.missing,
      v_sum[3] + v_part.surplus,
      v_sum[4] + v_part.changed
    ];
  END LOOP;
  RETURN jsonb_build_object(
    'relation', p_relation,
    'compared', v_sum[1],
    'missing', v_sum[2],
    'surplus', v_sum[3],
    'changed', v_sum[4]
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._judge_stored(text, text, date[]) FROM PUBLIC;
