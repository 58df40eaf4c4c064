-- What a refresh of one stored relation would do now: compute the whole view, and why, or only the rows with recorded
-- changes, and how many changes there are. Writes nothing.
--
-- p_whole: as of audit.refresh_one.
CREATE OR REPLACE FUNCTION audit.refresh_plan(
  p_relation text,
  p_whole boolean DEFAULT false,
  OUT how text,
  OUT why text,
  OUT pending bigint,
  OUT row_count bigint
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
  v_queue text := audit._stored_name('changes', p_relation);
BEGIN
  PERFORM audit.refresh_order(ARRAY[p_relation]);
  SELECT s.* INTO v_stored FROM audit.stored_relation s WHERE s.relation = p_relation;
  why := coalesce(
    audit._why_whole(v_stored, v_queue, audit._sound_triggers(v_stored)),
    CASE
      WHEN p_whole THEN 'it was asked for'
    END
  );
  how := CASE WHEN why IS NULL THEN 'keys' ELSE 'whole' END;
  IF v_stored.tracked <> '[]' THEN
    EXECUTE format('SELECT count(*) FROM audit.%I', v_queue) INTO pending;
  END IF;
  SELECT s.row_count INTO row_count FROM audit.stored_state s WHERE s.relation = p_relation;
END
$function$;
REVOKE ALL ON FUNCTION audit.refresh_plan(text, boolean) FROM PUBLIC;
