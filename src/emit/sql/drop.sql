-- Views and functions may depend on each other in any order: an object that others still depend on is tried again after
-- the others. Nothing is dropped with CASCADE.
DO $drop$
DECLARE
  remaining text[] := ARRAY(
    SELECT format('%s %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'r' THEN 'TABLE' ELSE 'VIEW' END, c.oid::regclass)
    FROM json_array_elements(current_setting('fusion_store.views')::json) WITH ORDINALITY AS w(view, place)
    JOIN pg_namespace n ON n.nspname = w.view ->> 'schema'
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.view ->> 'name'
    ORDER BY w.place DESC
  ) || ARRAY(
    SELECT format('FUNCTION %s', f.value::oid::regprocedure)
    FROM json_array_elements_text(current_setting('fusion_store.dropped')::json) AS f
  );
  kept text[];
  one text;
  reason text;
BEGIN
  WHILE cardinality(remaining) > 0 LOOP
    kept := '{}';
    FOREACH one IN ARRAY remaining LOOP
      BEGIN
        EXECUTE 'DROP ' || one;
      EXCEPTION WHEN dependent_objects_still_exist THEN
        kept := kept || one;
        reason := SQLERRM;
      END;
    END LOOP;
    IF cardinality(kept) = cardinality(remaining) THEN
      RAISE EXCEPTION '%', reason USING ERRCODE = '2BP01', HINT = 'Run this file again. Nothing was changed.';
    END IF;
    remaining := kept;
  END LOOP;
END
$drop$;
