DECLARE
  v_relation text;
  v_recorder record;
  v_list text;
BEGIN
  IF to_regclass('audit.stored_relation') IS NULL THEN
    RETURN;
  END IF;
  FOREACH v_relation IN ARRAY :relations LOOP
    PERFORM audit._untrack(v_relation);
    FOR v_recorder IN
      SELECT to_regprocedure(t.function) AS function
      FROM
        audit.stored_relation s
        CROSS JOIN LATERAL jsonb_to_recordset(s.tracked) AS t (function text)
      WHERE s.relation = v_relation AND to_regprocedure(t.function) IS NOT NULL
    LOOP
      EXECUTE format('DROP FUNCTION %s', v_recorder.function);
    END LOOP;
    DELETE FROM audit.stored_relation s WHERE s.relation = v_relation;
  END LOOP;
  IF EXISTS (SELECT FROM audit.stored_relation) THEN
    RETURN;
  END IF;
  SELECT string_agg(p.oid::regprocedure::text, ', ')
  INTO v_list
  FROM pg_catalog.pg_proc p
  WHERE
    p.pronamespace = 'audit'::regnamespace
    AND p.proname IN (
      '_stored_columns', '_listed', '_stored_name', '_lock_stored', '_stored_triggers', '_trigger_marks', '_untrackable', '_track', '_untrack',
      '_tracking_problem', '_oldest_change', '_stored_problem', '_refuse_other', '_create_stored', '_index_stored',
      'prepare_stored', 'put_stored', '_expected_cost', '_rows_by_pattern', '_must_compute_whole', '_write_differing', '_changed_rows',
      '_refresh_table', 'refresh_one', 'refresh_stored', 'refresh_order', 'stored_status', '_not_pending',
      '_compare_stored', 'stored_differences', '_sample_of', '_judge_stored'
    );
  EXECUTE 'DROP ROUTINE ' || v_list;
  DROP TABLE audit.stored_state, audit.stored_relation;
END
