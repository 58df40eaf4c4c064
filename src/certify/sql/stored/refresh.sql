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
-- However few rows Postgres expects, no part of it can compare each row with each: what is gone is found by EXCEPT,
-- which sorts or hashes, and stored rows are found by their key.
--
-- p_with: the queries `taken`, the recorded changes, and `fresh`, rows of the view. p_old: the relation with the keys
-- that the fresh rows replace.
CREATE OR REPLACE FUNCTION audit._write_differing(p_stored audit.stored_relation, p_with text, p_old text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_columns text[] := audit._column_names(((p_stored).relation)::regclass);
  v_key text := audit._listed((p_stored).key_columns, '%s', ', ');
BEGIN
  RETURN format(
    $sql$
    WITH %1$s,
    gone AS (
      DELETE FROM %2$s s USING (SELECT %3$s FROM %4$s EXCEPT SELECT %3$s FROM fresh) o WHERE %5$s RETURNING 1
    ),
    put AS (
      INSERT INTO %2$s AS t (%6$s)
      SELECT %7$s FROM fresh f LEFT JOIN %2$s s ON %8$s WHERE s.%9$s IS NULL OR s.* *<> f.*
      -- The key too: 1.0 and 1.00 are the same one.
      ON CONFLICT (%3$s) DO UPDATE SET %10$s
      RETURNING t.xmax = 0 AS is_new
    )
    SELECT
      (SELECT count(*) FROM taken), count(*) FILTER (WHERE p.is_new), count(*) FILTER (WHERE NOT p.is_new),
      (SELECT count(*) FROM gone), EXISTS (SELECT FROM fresh f GROUP BY %3$s HAVING count(*) > 1)
    FROM put p
    $sql$,
    p_with,
    (p_stored).relation,
    v_key,
    p_old,
    audit._listed((p_stored).key_columns, 's.%1$s = o.%1$s', ' AND '),
    audit._listed(v_columns, '%s', ', '),
    audit._listed(v_columns, 'f.%s', ', '),
    audit._listed((p_stored).key_columns, 's.%1$s = f.%1$s', ' AND '),
    quote_ident((p_stored).key_columns[1]),
    audit._listed(v_columns, '%1$s = excluded.%1$s', ', ')
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._write_differing(audit.stored_relation, text, text) FROM PUBLIC;

-- The queries of a WITH clause: `taken`, the recorded changes; `fresh`, the rows of the view that they affect; and
-- `old`, the keys of the stored rows that those replace.
CREATE OR REPLACE FUNCTION audit._changed_rows(p_stored audit.stored_relation, p_queue text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_columns text := audit._listed(audit._column_names(((p_stored).relation)::regclass), '%s', ', ');
  v_pattern record;
  v_changes text := '';
  v_fresh text[] := '{}';
  v_old text[] := '{}';
BEGIN
  FOR v_pattern IN
    SELECT
      p.ord,
      p.value,
      array_agg(q.ord ORDER BY q.ord) AS columns,
      string_agg(format('s.%I = d.c%s', q.name, q.ord), ' AND ' ORDER BY q.ord) AS same,
      -- In the order of the key.
      string_agg(format('d.c%s', q.ord), ', ' ORDER BY array_position((p_stored).key_columns, q.name))
        AS values,
      array_agg(q.name) <@ (p_stored).key_columns
        AND count(*) = cardinality((p_stored).key_columns) AS is_key
    FROM
      jsonb_array_elements((p_stored).patterns) WITH ORDINALITY AS p (value, ord)
      JOIN unnest((p_stored).queue_columns) WITH ORDINALITY AS q (name, ord) ON p.value ? q.name
    GROUP BY p.ord, p.value
    ORDER BY p.ord
  LOOP
    -- Read where they are stored: there Postgres knows how many there are.
    v_changes := v_changes || format(
      ', d%1$s AS MATERIALIZED (SELECT DISTINCT c%2$s FROM audit.%3$I WHERE pattern = %1$s)',
      v_pattern.ord,
      array_to_string(v_pattern.columns, ', c'),
      p_queue
    );
    v_fresh := v_fresh || format(
      'SELECT %s AS "the pattern", r.* FROM d%1$s d CROSS JOIN LATERAL (%s) r',
      v_pattern.ord,
      audit._rows_by_pattern(p_stored, v_pattern.value, 'd.c%s')
    );
    v_old := v_old || CASE
      WHEN v_pattern.is_key THEN format('SELECT %s FROM d%s d', v_pattern.values, v_pattern.ord)
      ELSE format(
        'SELECT %s FROM d%s d JOIN %s s ON %s',
        audit._listed((p_stored).key_columns, 's.%s', ', '),
        v_pattern.ord,
        (p_stored).relation,
        v_pattern.same
      )
    END;
  END LOOP;
  RETURN format(
    'taken AS (DELETE FROM audit.%I q WHERE q.pattern > 0 RETURNING 1)%s, fresh AS MATERIALIZED (%s), old (%s) AS (%s)',
    p_queue,
    v_changes,
    CASE cardinality(v_fresh)
      WHEN 1 THEN format('SELECT %s FROM (%s) f', v_columns, v_fresh[1])
      -- A row can be affected in several ways, and is taken the first time.
      ELSE format(
        'SELECT %s FROM (SELECT f.*, rank() OVER (PARTITION BY %s ORDER BY "the pattern") AS "the way" FROM (%s) f) f '
          'WHERE "the way" = 1',
        v_columns,
        audit._listed((p_stored).key_columns, '%s', ', '),
        array_to_string(v_fresh, ' UNION ALL ')
      )
    END,
    audit._listed((p_stored).key_columns, '%s', ', '),
    array_to_string(v_old, ' UNION ')
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._changed_rows(audit.stored_relation, text) FROM PUBLIC;

-- Fills an empty table, and returns how many rows it has. Indexes on which nothing depends are built when all rows are
-- there, which is faster than to maintain them.
CREATE OR REPLACE FUNCTION audit._fill(p_stored audit.stored_relation, p_taken text)
RETURNS bigint
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_relation regclass := ((p_stored).relation)::regclass;
  v_index record;
  v_rows bigint;
BEGIN
  FOR v_index IN
    SELECT i.oid::regclass AS name, n.conname
    FROM
      pg_catalog.pg_class c
      JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      LEFT JOIN pg_catalog.pg_constraint n ON n.conindid = i.oid AND n.conrelid = c.oid
    WHERE
      c.oid = v_relation
      AND NOT c.relhastriggers
      AND (x.indisprimary OR i.relname ~ '^stored_[0-9a-f]{16}$')
      AND NOT x.indisreplident
      AND NOT x.indisclustered
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refobjid IN (i.oid, n.oid) AND d.deptype = 'n')
  LOOP
    EXECUTE CASE
      WHEN v_index.conname IS NULL THEN format('DROP INDEX %s', v_index.name)
      ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', v_relation, v_index.conname)
    END;
  END LOOP;
  EXECUTE format(
    'WITH %s INSERT INTO %s (%s) SELECT %3$s FROM %4$s',
    p_taken,
    (p_stored).relation,
    audit._listed(audit._column_names(v_relation), '%s', ', '),
    (p_stored).live
  );
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  PERFORM audit._index_stored(p_stored);
  EXECUTE format('ANALYZE %s', (p_stored).relation);
  RETURN v_rows;
END
$function$;
REVOKE ALL ON FUNCTION audit._fill(audit.stored_relation, text) FROM PUBLIC;

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
BEGIN
  -- Otherwise Postgres takes the changes of earlier refreshes, which are dead, for changes of this one.
  IF pg_relation_size(to_regclass(format('audit.%I', v_queue))) > 65536 THEN
    EXECUTE format('ANALYZE audit.%I', v_queue);
  END IF;
  how := CASE
    WHEN p_whole OR audit._why_whole(p_stored, v_queue, p_triggers) IS NOT NULL THEN 'whole'
    ELSE 'keys'
  END;
  EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', (p_stored).relation) INTO v_is_empty;
  IF how = 'whole' AND v_is_empty THEN
    SELECT audit._fill(p_stored, v_taken), 0, 0, 0 INTO inserted, changes, updated, deleted;
  ELSIF how = 'whole' THEN
    EXECUTE audit._write_differing(
      p_stored,
      format('%s, fresh AS MATERIALIZED (SELECT %s FROM %s)', v_taken, v_columns, (p_stored).live),
      (p_stored).relation
    ) INTO changes, inserted, updated, deleted, v_is_repeated;
  ELSIF (p_stored).patterns = '[]' THEN
    -- Every change affects every row, and none was recorded.
    SELECT 0, 0, 0, 0 INTO changes, inserted, updated, deleted;
  ELSE
    EXECUTE audit._write_differing(p_stored, audit._changed_rows(p_stored, v_queue), 'old')
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
