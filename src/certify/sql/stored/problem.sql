-- What is missing or altered of the triggers of a stored relation; NULL when nothing is.
CREATE OR REPLACE FUNCTION audit._tracking_problem(p_stored audit.stored_relation)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_problem text;
BEGIN
  IF (p_stored).tracked <> '[]'
    AND to_regclass(format('audit.%I', audit._stored_name('changes', (p_stored).relation))) IS NULL
  THEN
    RETURN 'its table of changes is missing';
  END IF;
  v_problem := (
    SELECT string_agg(format('%s is %s', u.relation, u.reason), ', ' ORDER BY u.relation)
    FROM
      (
        SELECT s.relation, audit._untrackable(s.relation, c.relowner, (p_stored).live, s.pairs) AS reason
        FROM
          jsonb_to_recordset((p_stored).tracked) AS s (relation text, pairs jsonb)
          LEFT JOIN pg_catalog.pg_class c ON c.oid = to_regclass((p_stored).live)
      ) AS u
    WHERE u.reason IS NOT NULL
  );
  IF v_problem IS NOT NULL THEN
    RETURN v_problem;
  END IF;
  RETURN (
    SELECT
      string_agg(
        format(
          'trigger %s on %s is %s',
          d.name,
          s.relation,
          CASE
            WHEN t.oid IS NULL THEN 'missing'
            WHEN t.tgenabled <> d.enabled THEN 'not enabled as it was created'
            ELSE 'altered'
          END
        ),
        ', '
        ORDER BY s.relation, d.name
      )
    FROM
      jsonb_to_recordset((p_stored).tracked) AS s (relation text, function text, body text)
      CROSS JOIN audit._stored_triggers((p_stored).relation) d
      LEFT JOIN pg_catalog.pg_trigger t ON t.tgrelid = to_regclass(s.relation) AND t.tgname = d.name
      LEFT JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
    WHERE
      t.oid IS NULL
      OR t.tgenabled <> d.enabled
      OR t.tgqual IS NOT NULL
      OR t.tgfoid <> coalesce(to_regprocedure(s.function)::oid, 0)
      OR encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex') <> s.body
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._tracking_problem(audit.stored_relation) FROM PUBLIC;

-- The triggers of a stored relation as they are, and the generated columns of its sources, whose values change without
-- a trigger when their expression does: another text after each change of one of them, and in a restored database.
CREATE OR REPLACE FUNCTION audit._trigger_marks(p_stored audit.stored_relation)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(string_agg(format('%s:%s', m.oid, m.xmin), ' ' ORDER BY m.oid), '')
  FROM
    jsonb_to_recordset((p_stored).tracked) AS s (relation text)
    CROSS JOIN LATERAL (
      SELECT t.oid, t.xmin
      FROM
        audit._stored_triggers((p_stored).relation) d
        JOIN pg_catalog.pg_trigger t ON t.tgrelid = to_regclass(s.relation) AND t.tgname = d.name
      UNION ALL
      SELECT e.oid, e.xmin
      FROM
        pg_catalog.pg_attrdef e
        JOIN pg_catalog.pg_attribute a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
      WHERE e.adrelid = to_regclass(s.relation) AND a.attgenerated <> ''
    ) AS m;
END;
REVOKE ALL ON FUNCTION audit._trigger_marks(audit.stored_relation) FROM PUBLIC;

-- The marks of the triggers where nothing is wrong with them; NULL elsewhere.
CREATE OR REPLACE FUNCTION audit._sound_triggers(p_stored audit.stored_relation)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF audit._tracking_problem(p_stored) IS NULL THEN
    RETURN audit._trigger_marks(p_stored);
  END IF;
  RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._sound_triggers(audit.stored_relation) FROM PUBLIC;

-- The time of the oldest change that is not in the rows of a stored relation; NULL when there is none.
CREATE OR REPLACE FUNCTION audit._oldest_change(p_stored audit.stored_relation)
RETURNS timestamptz
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_queue text := audit._stored_name('changes', (p_stored).relation);
  v_oldest timestamptz;
BEGIN
  IF to_regclass(format('audit.%I', v_queue)) IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT min(q.changed_at) FROM audit.%I q', v_queue) INTO v_oldest;
  RETURN v_oldest;
END
$function$;
REVOKE ALL ON FUNCTION audit._oldest_change(audit.stored_relation) FROM PUBLIC;

-- Why the rows of a stored relation must not be read as those of its view; NULL when they may.
CREATE OR REPLACE FUNCTION audit._stored_problem(p_stored audit.stored_relation)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_state audit.stored_state;
  v_since timestamptz;
  v_problem text := audit._tracking_problem(p_stored);
BEGIN
  IF v_problem IS NOT NULL THEN
    RETURN v_problem;
  END IF;
  SELECT s.* INTO v_state FROM audit.stored_state s WHERE s.relation = (p_stored).relation;
  IF v_state.relation IS NULL
    OR NOT EXISTS (
      SELECT FROM pg_catalog.pg_class c WHERE c.oid = to_regclass((p_stored).relation) AND c.relispopulated
    )
  THEN
    RETURN 'it was never refreshed';
  END IF;
  IF v_state.definition <> (p_stored).definition THEN
    RETURN 'its definition has changed since its last refresh';
  END IF;
  IF v_state.triggers <> audit._trigger_marks(p_stored) THEN
    RETURN 'triggers or generated columns of its sources were altered since its last refresh';
  END IF;
  v_since := CASE (p_stored).tracked WHEN '[]' THEN v_state.refreshed_at ELSE audit._oldest_change(p_stored) END;
  IF v_since + (p_stored).max_age < clock_timestamp() THEN
    RETURN format(
      CASE (p_stored).tracked WHEN '[]' THEN 'its last refresh was %s ago' ELSE 'it waits for a refresh since %s' END,
      date_trunc('second', clock_timestamp() - v_since)
    );
  END IF;
  RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._stored_problem(audit.stored_relation) FROM PUBLIC;
