-- What was stored and is a view now has no triggers on its sources any more.
DO $forget$
DECLARE
  was record;
  recorder record;
BEGIN
  IF to_regclass('audit.stored_relation') IS NULL THEN
    RETURN;
  END IF;
  FOR was IN
    SELECT s.relation, s.tracked
    FROM json_to_recordset(current_setting('fusion_store.views')::json) AS w(schema text, name text, stored boolean)
    JOIN audit.stored_relation s ON s.relation = format('%I.%I', w.schema, w.name)
    WHERE w.stored IS NULL
  LOOP
    PERFORM audit._untrack(was.relation);
    FOR recorder IN
      SELECT to_regprocedure(t.function) AS function FROM jsonb_to_recordset(was.tracked) AS t(function text)
      WHERE to_regprocedure(t.function) IS NOT NULL
    LOOP
      EXECUTE format('DROP FUNCTION %s', recorder.function);
    END LOOP;
    DELETE FROM audit.stored_relation s WHERE s.relation = was.relation;
  END LOOP;
END
$forget$;
