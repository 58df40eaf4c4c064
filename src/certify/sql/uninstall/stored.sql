DECLARE
  v_list text;
BEGIN
  IF to_regprocedure('audit.forget_stored(text)') IS NULL THEN
    RETURN;
  END IF;
  PERFORM audit.forget_stored(r.relation) FROM unnest(:relations) AS r (relation);
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
