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
  SELECT string_agg(to_regprocedure(r.signature)::text, ', ')
  INTO v_list
  FROM unnest(:routines) AS r (signature)
  WHERE to_regprocedure(r.signature) IS NOT NULL;
  EXECUTE 'DROP ROUTINE ' || v_list;
  DROP TABLE audit.stored_state, audit.stored_relation;
END
