-- What was stored and is a view now has no triggers on its sources any more.
DO $forget$
BEGIN
  IF to_regprocedure('audit.forget_stored(text)') IS NULL THEN
    RETURN;
  END IF;
  PERFORM audit.forget_stored(s.relation)
  FROM json_to_recordset(current_setting('fusion_store.views')::json) AS w(schema text, name text, stored boolean)
  JOIN audit.stored_relation s ON s.relation = format('%I.%I', w.schema, w.name)
  WHERE w.stored IS NULL;
END
$forget$;
