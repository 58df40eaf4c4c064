-- The total cost that Postgres expects of a query.
CREATE OR REPLACE FUNCTION audit._expected_cost(p_query text)
RETURNS float8
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || p_query INTO v_plan;
  RETURN (v_plan #>> '{0,Plan,Total Cost}')::float8;
END
$function$;
REVOKE ALL ON FUNCTION audit._expected_cost(text) FROM PUBLIC;

-- Rows of the view with the values of one recorded change, d.c1, d.c2, …. Evaluated for each change on its own: OFFSET
-- 0 keeps the planner from computing the whole view and joining it.
CREATE OR REPLACE FUNCTION audit._rows_by_pattern(
  p_stored audit.stored_relation,
  p_pattern jsonb,
  p_values text
)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN format(
    'SELECT %s FROM %s l WHERE %s OFFSET 0',
    audit._listed(audit._column_names(((p_stored).relation)::regclass), 'l.%s', ', '),
    (p_stored).live,
    (
      SELECT string_agg(format('l.%I = %s', q.name, format(p_values, q.ord)), ' AND ' ORDER BY q.ord)
      FROM unnest((p_stored).queue_columns) WITH ORDINALITY AS q (name, ord)
      WHERE p_pattern ? q.name
    )
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._rows_by_pattern(audit.stored_relation, jsonb, text) FROM PUBLIC;

-- Why a refresh has to compute the whole view: the first time, after a change of the definition or one that affects
-- every row, without triggers or where they may have missed a change, or because it is expected to cost less than the
-- changes one by one. NULL where it has not.
--
-- p_triggers: NULL where something is wrong with them.
CREATE OR REPLACE FUNCTION audit._why_whole(p_stored audit.stored_relation, p_queue text, p_triggers text)
RETURNS text
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_definition text;
  v_triggers text;
  v_pattern record;
  v_changes bigint;
  v_recorded bigint := 0;
  v_cost float8 := 0;
BEGIN
  IF (p_stored).refresh = 'full' THEN
    RETURN 'it is a materialized view';
  END IF;
  SELECT s.definition, s.triggers
  INTO v_definition, v_triggers
  FROM audit.stored_state s
  WHERE s.relation = (p_stored).relation;
  IF v_definition IS NULL THEN
    RETURN 'it was never refreshed';
  END IF;
  IF v_definition <> (p_stored).definition THEN
    RETURN 'its definition has changed since its last refresh';
  END IF;
  IF (p_stored).tracked = '[]' THEN
    RETURN 'its sources have no triggers';
  END IF;
  IF v_triggers IS DISTINCT FROM p_triggers THEN
    RETURN 'its triggers may have missed changes';
  END IF;
  EXECUTE format('SELECT count(*) FROM audit.%I q WHERE q.pattern = 0', p_queue) INTO v_changes;
  IF v_changes > 0 THEN
    RETURN 'a recorded change affects every row';
  END IF;
  FOR v_pattern IN
    SELECT p.value, p.ord FROM jsonb_array_elements((p_stored).patterns) WITH ORDINALITY AS p (value, ord)
  LOOP
    EXECUTE format('SELECT count(*) FROM audit.%I q WHERE q.pattern = %s', p_queue, v_pattern.ord) INTO v_changes;
    -- A few are never worth a plan of the whole.
    IF v_changes > 100 THEN
      v_recorded := v_recorded + v_changes;
      v_cost := v_cost + v_changes * audit._expected_cost(
        audit._rows_by_pattern(
          p_stored,
          v_pattern.value,
          format('(SELECT q.c%%s FROM audit.%I q LIMIT 1)', p_queue)
        )
      );
    END IF;
  END LOOP;
  IF v_cost > 0 AND v_cost > audit._expected_cost(format('SELECT * FROM %s', (p_stored).live)) THEN
    RETURN format('%s changes one by one are expected to cost more', v_recorded);
  END IF;
  RETURN NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._why_whole(audit.stored_relation, text, text) FROM PUBLIC;

-- The statement that writes the rows that differ. It has one snapshot: the changes that it takes up are those whose
-- effects its query sees. It returns how many changes there were, how many rows were inserted, updated and deleted, and
-- whether rows of the view have the same key.
--
-- p_with: the queries `taken`, the recorded changes, and `fresh`, rows of the view. p_replaced: the clauses of a DELETE
-- that name the stored rows s that the fresh ones replace.
CREATE OR REPLACE FUNCTION audit._write_differing(
  p_stored audit.stored_relation,
  p_with text,
  p_replaced text
)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_columns text[] := audit._column_names(((p_stored).relation)::regclass);
  v_same_key text := audit._listed((p_stored).key_columns, 's.%1$s = f.%1$s', ' AND ');
BEGIN
  RETURN format(
    $sql$
    WITH %1$s,
    gone AS (
      DELETE FROM %2$s s %3$s AND NOT EXISTS (SELECT FROM fresh f WHERE %4$s) RETURNING 1
    ),
    put AS (
      INSERT INTO %2$s AS t (%5$s)
      SELECT %6$s FROM fresh f LEFT JOIN %2$s s ON %4$s WHERE s.%7$s IS NULL OR s *<> f
      -- The key too: 1.0 and 1.00 are the same one.
      ON CONFLICT (%8$s) DO UPDATE SET %9$s
      RETURNING t.xmax = 0 AS is_new
    )
    SELECT
      (SELECT count(*) FROM taken), count(*) FILTER (WHERE p.is_new), count(*) FILTER (WHERE NOT p.is_new),
      (SELECT count(*) FROM gone), EXISTS (SELECT FROM fresh f GROUP BY %10$s HAVING count(*) > 1)
    FROM put p
    $sql$,
    p_with,
    (p_stored).relation,
    p_replaced,
    v_same_key,
    audit._listed(v_columns, '%s', ', '),
    audit._listed(v_columns, 'f.%s', ', '),
    quote_ident((p_stored).key_columns[1]),
    audit._listed((p_stored).key_columns, '%s', ', '),
    audit._listed(v_columns, '%1$s = excluded.%1$s', ', '),
    audit._listed((p_stored).key_columns, 'f.%s', ', ')
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._write_differing(audit.stored_relation, text, text) FROM PUBLIC;

-- The recorded changes and the rows of the view that they affect, as queries of a WITH clause; and the clauses that
-- name the stored rows that those replace.
CREATE OR REPLACE FUNCTION audit._changed_rows(
  p_stored audit.stored_relation,
  p_queue text,
  OUT queries text,
  OUT replaced text
)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_pattern record;
  v_of text[];
  v_fresh text[] := '{}';
  v_before text[] := '{}';
  v_old text[] := '{}';
BEGIN
  queries := format('taken AS (DELETE FROM audit.%I q WHERE q.pattern > 0 RETURNING q.*)', p_queue);
  FOR v_pattern IN
    SELECT p.value, p.ord FROM jsonb_array_elements((p_stored).patterns) WITH ORDINALITY AS p (value, ord)
  LOOP
    v_of := ARRAY(
      SELECT q.ord::text
      FROM unnest((p_stored).queue_columns) WITH ORDINALITY AS q (name, ord)
      WHERE v_pattern.value ? q.name
      ORDER BY q.ord
    );
    queries := queries || format(
      ', d%1$s AS MATERIALIZED (SELECT DISTINCT c%2$s FROM taken WHERE pattern = %1$s)',
      v_pattern.ord,
      array_to_string(v_of, ', c')
    );
    -- A row can be affected in several ways, and is taken the first time.
    v_fresh := v_fresh || concat_ws(
      ' WHERE ',
      format(
        'SELECT r.* FROM d%s d CROSS JOIN LATERAL (%s) r',
        v_pattern.ord,
        audit._rows_by_pattern(p_stored, v_pattern.value, 'd.c%s')
      ),
      nullif(array_to_string(v_before, ' AND '), '')
    );
    v_before := v_before || format(
      'NOT EXISTS (SELECT FROM d%s e WHERE %s)',
      v_pattern.ord,
      (
        SELECT string_agg(format('e.c%s = r.%I', o.ord, (p_stored).queue_columns[o.ord::int]), ' AND ' ORDER BY o.at)
        FROM unnest(v_of) WITH ORDINALITY AS o (ord, at)
      )
    );
    v_old := v_old || format(
      'SELECT %s FROM d%s d JOIN %s s ON %s',
      audit._listed((p_stored).key_columns, 's.%s', ', '),
      v_pattern.ord,
      (p_stored).relation,
      (
        SELECT string_agg(format('s.%I = d.c%s', (p_stored).queue_columns[o.ord::int], o.ord), ' AND ' ORDER BY o.at)
        FROM unnest(v_of) WITH ORDINALITY AS o (ord, at)
      )
    );
  END LOOP;
  queries := queries || format(', fresh AS MATERIALIZED (%s)', array_to_string(v_fresh, ' UNION ALL '));
  queries := queries || format(', old AS MATERIALIZED (%s)', array_to_string(v_old, ' UNION '));
  replaced := format('USING old o WHERE %s', audit._listed((p_stored).key_columns, 's.%1$s = o.%1$s', ' AND '));
END
$function$;
REVOKE ALL ON FUNCTION audit._changed_rows(audit.stored_relation, text) FROM PUBLIC;

-- Refreshes a table: all rows or those with recorded changes.
CREATE OR REPLACE FUNCTION audit._refresh_table(
  p_stored audit.stored_relation,
  p_whole boolean,
  p_triggers text,
  OUT how text,
  OUT changes bigint,
  OUT inserted bigint,
  OUT updated bigint,
  OUT deleted bigint
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_queue text := audit._stored_name('changes', (p_stored).relation);
  v_columns text := audit._listed(audit._column_names(((p_stored).relation)::regclass), '%s', ', ');
  v_taken text := CASE (p_stored).tracked
    WHEN '[]' THEN 'taken AS (SELECT WHERE false)'
    ELSE format('taken AS (DELETE FROM audit.%I q RETURNING 1)', v_queue)
  END;
  v_is_empty boolean;
  v_is_repeated boolean;
  v_parts record;
BEGIN
  how := CASE
    WHEN p_whole OR audit._why_whole(p_stored, v_queue, p_triggers) IS NOT NULL THEN 'whole'
    ELSE 'keys'
  END;
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', (p_stored).relation) INTO v_is_empty;
  IF how = 'whole' AND v_is_empty THEN
    EXECUTE format(
      'WITH %s INSERT INTO %s (%s) SELECT %3$s FROM %4$s',
      v_taken,
      (p_stored).relation,
      v_columns,
      (p_stored).live
    );
    GET DIAGNOSTICS inserted = ROW_COUNT;
    SELECT 0, 0, 0 INTO changes, updated, deleted;
    EXECUTE format('ANALYZE %s', (p_stored).relation);
  ELSIF how = 'whole' THEN
    EXECUTE audit._write_differing(
      p_stored,
      format('%s, fresh AS MATERIALIZED (SELECT %s FROM %s)', v_taken, v_columns, (p_stored).live),
      'WHERE true'
    ) INTO changes, inserted, updated, deleted, v_is_repeated;
  ELSIF (p_stored).patterns = '[]' THEN
    -- Every change affects every row, and none was recorded.
    SELECT 0, 0, 0, 0 INTO changes, inserted, updated, deleted;
  ELSE
    SELECT r.queries, r.replaced INTO v_parts FROM audit._changed_rows(p_stored, v_queue) r;
    EXECUTE audit._write_differing(p_stored, v_parts.queries, v_parts.replaced)
    INTO changes, inserted, updated, deleted, v_is_repeated;
  END IF;
  IF v_is_repeated THEN
    RAISE EXCEPTION 'rows of % have the same key (%)', (p_stored).live, array_to_string((p_stored).key_columns, ', ')
      USING ERRCODE = 'unique_violation', HINT = 'Find the source whose declared key is not unique.';
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._refresh_table(audit.stored_relation, boolean, text) FROM PUBLIC;

-- Refreshes one stored relation in the transaction of the caller, and returns what it did. A second refresh of the same
-- relation waits for this transaction.
--
-- p_whole: compute all rows even if few have changed.
CREATE OR REPLACE FUNCTION audit.refresh_one(p_relation text, p_whole boolean DEFAULT false)
RETURNS audit.stored_state
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
AS $function$
DECLARE
  v_stored audit.stored_relation := audit._lock_stored(p_relation);
  v_started timestamptz := clock_timestamp();
  v_triggers text := audit._sound_triggers(v_stored);
  v_state audit.stored_state;
  v_done record;
  v_rows bigint;
BEGIN
  IF v_stored.refresh = 'full' THEN
    EXECUTE format(
      'REFRESH MATERIALIZED VIEW %s %s',
      CASE
        WHEN (SELECT c.relispopulated FROM pg_catalog.pg_class c WHERE c.oid = v_stored.relation::regclass)
          THEN 'CONCURRENTLY'
        ELSE ''
      END,
      v_stored.relation
    );
    SELECT
      'whole'::text AS how, NULL::bigint AS changes, NULL::bigint AS inserted, NULL::bigint AS updated,
      NULL::bigint AS deleted
    INTO v_done;
  ELSE
    SELECT t.* INTO v_done FROM audit._refresh_table(v_stored, p_whole, v_triggers) t;
  END IF;
  IF v_done.how = 'keys' THEN
    SELECT s.row_count + v_done.inserted - v_done.deleted
    INTO v_rows
    FROM audit.stored_state s
    WHERE s.relation = p_relation;
  ELSE
    EXECUTE format('SELECT count(*) FROM %s', v_stored.relation) INTO v_rows;
  END IF;
  INSERT INTO audit.stored_state AS s
  VALUES (
    p_relation,
    v_stored.definition,
    CASE
      WHEN current_setting('transaction_isolation') LIKE 'read%' THEN v_started
      -- The rows are those of the transaction's snapshot.
      ELSE transaction_timestamp()
    END,
    v_done.how,
    v_rows,
    v_done.changes,
    v_done.inserted,
    v_done.updated,
    v_done.deleted,
    round(extract(epoch FROM clock_timestamp() - v_started) * 1000),
    coalesce(v_triggers, 'in doubt')
  )
  ON CONFLICT (relation) DO UPDATE
    SET
      definition = excluded.definition,
      refreshed_at = excluded.refreshed_at,
      how = excluded.how,
      row_count = excluded.row_count,
      changes = excluded.changes,
      inserted = excluded.inserted,
      updated = excluded.updated,
      deleted = excluded.deleted,
      duration_ms = excluded.duration_ms,
      triggers = excluded.triggers
  RETURNING s.* INTO v_state;
  RETURN v_state;
END
$function$;
REVOKE ALL ON FUNCTION audit.refresh_one(text, boolean) FROM PUBLIC;

-- Refreshes stored relations, each after those that it reads, and commits after each: for a scheduler.
--
-- p_only: as audit.stored_relation writes their names; all when omitted.
CREATE OR REPLACE PROCEDURE audit.refresh_stored(p_only text[] DEFAULT NULL, p_whole boolean DEFAULT false)
LANGUAGE plpgsql
AS $procedure$
DECLARE
  v_relation pg_catalog.text;
BEGIN
  -- No settings here, because a procedure with settings cannot commit; so every name is qualified.
  FOR v_relation IN SELECT o.relation FROM audit.refresh_order(p_only) AS o (relation) LOOP
    PERFORM audit.refresh_one(v_relation, p_whole);
    COMMIT;
  END LOOP;
END
$procedure$;
REVOKE ALL ON PROCEDURE audit.refresh_stored(text[], boolean) FROM PUBLIC;
