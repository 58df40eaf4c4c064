-- Raises an error where what exists under the name of a stored relation cannot become it in place.
CREATE OR REPLACE FUNCTION audit._refuse_other(p_stored audit.stored_relation)
RETURNS void
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_kind "char" := (SELECT c.relkind FROM pg_catalog.pg_class c WHERE c.oid = to_regclass((p_stored).relation));
  v_differs text;
BEGIN
  IF v_kind IS NULL THEN
    RETURN;
  END IF;
  IF v_kind <> (CASE (p_stored).refresh WHEN 'full' THEN 'm' ELSE 'r' END) THEN
    v_differs := 'it is a ' || CASE v_kind
      WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view'
      WHEN 'r' THEN 'table'
      ELSE 'relation of another kind'
    END;
  ELSE
    SELECT
      string_agg(
        CASE
          WHEN old.name IS NULL THEN format('column %I is new', now.name)
          WHEN now.name IS NULL THEN format('column %I is no longer declared', old.name)
          ELSE format('column %s is %I %s instead of %I %s', now.ord, old.name, old.type, now.name, now.type)
        END,
        ', '
        ORDER BY coalesce(now.ord, old.ord)
      )
    INTO v_differs
    FROM
      audit._stored_columns(to_regclass((p_stored).live)) WITH ORDINALITY AS now (name, type, collation_name, ord)
      FULL JOIN audit._stored_columns(to_regclass((p_stored).relation)) WITH ORDINALITY AS old (
        name,
        type,
        collation_name,
        ord
      )
        ON old.ord = now.ord
    WHERE
      (old.name, old.type, old.collation_name) IS DISTINCT FROM (now.name, now.type, now.collation_name);
  END IF;
  IF v_differs IS NOT NULL THEN
    RAISE EXCEPTION '% cannot be changed in place: %', (p_stored).relation, v_differs
      USING ERRCODE = 'FSS03', HINT = 'Run optional/drop_and_recreate.sql; a refresh fills the relation again.';
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._refuse_other(audit.stored_relation) FROM PUBLIC;

-- Creates the relation without rows, as a table or a materialized view, where it does not exist yet.
CREATE OR REPLACE FUNCTION audit._create_stored(p_stored audit.stored_relation)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_columns text := audit._listed(audit._column_names(((p_stored).live)::regclass), '%s', ', ');
BEGIN
  IF to_regclass((p_stored).relation) IS NOT NULL THEN
    RETURN;
  END IF;
  -- The rows of a relation that was dropped are gone.
  DELETE FROM audit.stored_state s WHERE s.relation = (p_stored).relation;
  IF (p_stored).refresh = 'full' THEN
    EXECUTE format(
      'CREATE MATERIALIZED VIEW %s AS SELECT %s FROM %s AS live WITH NO DATA',
      (p_stored).relation,
      v_columns,
      (p_stored).live
    );
  ELSE
    EXECUTE format(
      'CREATE TABLE %s AS SELECT %s FROM %s WITH NO DATA',
      (p_stored).relation,
      v_columns,
      (p_stored).live
    );
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._create_stored(audit.stored_relation) FROM PUBLIC;

-- The columns of an index in order.
CREATE OR REPLACE FUNCTION audit._index_columns(p_index oid)
RETURNS text[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT array_agg(a.attname::text ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = p_index;
END;
REVOKE ALL ON FUNCTION audit._index_columns(oid) FROM PUBLIC;

-- Makes the key that of the declaration, creates the declared indexes, and drops those of an earlier declaration.
CREATE OR REPLACE FUNCTION audit._index_stored(p_stored audit.stored_relation)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_relation regclass := ((p_stored).relation)::regclass;
  v_schema text := (SELECT c.relnamespace::regnamespace::text FROM pg_catalog.pg_class c WHERE c.oid = v_relation);
  v_key text := audit._listed((p_stored).key_columns, '%s', ', ');
  v_index record;
BEGIN
  -- Of a table the primary key, of a materialized view a unique index of ours; another key is that of an earlier
  -- declaration.
  FOR v_index IN
    SELECT x.indexrelid::regclass AS name, n.conname
    FROM
      pg_catalog.pg_index x
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      LEFT JOIN pg_catalog.pg_constraint n ON n.conindid = x.indexrelid AND n.conrelid = v_relation
    WHERE
      x.indrelid = v_relation
      AND (x.indisprimary OR (x.indisunique AND i.relname ~ '^stored_[0-9a-f]{16}$'))
      AND audit._index_columns(x.indexrelid) <> (p_stored).key_columns
  LOOP
    IF v_index.conname IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_relation, v_index.conname);
    ELSE
      EXECUTE format('DROP INDEX %s', v_index.name);
    END IF;
  END LOOP;
  IF NOT EXISTS (
    SELECT
    FROM pg_catalog.pg_index x
    WHERE
      x.indrelid = v_relation
      AND (x.indisprimary OR (x.indisunique AND (p_stored).refresh = 'full'))
      AND x.indpred IS NULL
      AND x.indexprs IS NULL
      AND audit._index_columns(x.indexrelid) = (p_stored).key_columns
  ) THEN
    EXECUTE format(
      CASE (p_stored).refresh
        WHEN 'full' THEN 'CREATE UNIQUE INDEX %3$I ON %1$s (%2$s)'
        ELSE 'ALTER TABLE %s ADD PRIMARY KEY (%s)'
      END,
      v_relation,
      v_key,
      audit._stored_name('stored', (p_stored).relation || ' key ' || v_key)
    );
  END IF;
  FOR v_index IN
    WITH declared AS (
      SELECT
        audit._stored_name('stored', (p_stored).relation || ' ' || i.columns) AS name,
        i.columns
      FROM jsonb_array_elements((p_stored).indexes) AS i (columns)
    )
    SELECT
      d.name,
      d.columns,
      x.indexrelid IS NOT NULL AS is_there,
      c.relname IS NOT NULL AND d.name IS NULL AS is_old,
      c.relname
    FROM
      (
        pg_catalog.pg_index x
        JOIN pg_catalog.pg_class c
          ON c.oid = x.indexrelid
          AND x.indrelid = v_relation
          AND NOT x.indisunique
          AND c.relname ~ '^stored_[0-9a-f]{16}$'
      )
      FULL JOIN declared d ON d.name = c.relname
  LOOP
    IF v_index.is_old THEN
      EXECUTE format('DROP INDEX %s.%I', v_schema, v_index.relname);
    ELSIF NOT v_index.is_there THEN
      EXECUTE format(
        'CREATE INDEX %I ON %s (%s)',
        v_index.name,
        v_relation,
        audit._listed(ARRAY(SELECT jsonb_array_elements_text(v_index.columns)), '%s', ', ')
      );
    END IF;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._index_stored(audit.stored_relation) FROM PUBLIC;

-- Declares a stored relation: registers it and creates what is missing. Rows that were stored stay; where the
-- definition of the view has changed, the next refresh computes all of them. Running it again changes nothing.
CREATE OR REPLACE FUNCTION audit.put_stored(p_declared jsonb)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_new audit.stored_relation := jsonb_populate_record(NULL::audit.stored_relation, p_declared);
  v_old audit.stored_relation;
BEGIN
  PERFORM audit._hold_stored(v_new.relation);
  SELECT s.* INTO v_old FROM audit.stored_relation s WHERE s.relation = v_new.relation;
  PERFORM audit._refuse_other(v_new);
  PERFORM audit._create_stored(v_new);
  PERFORM audit._index_stored(v_new);
  INSERT INTO audit.stored_relation SELECT v_new.*
  ON CONFLICT (relation) DO UPDATE
    SET
      live = excluded.live,
      key_columns = excluded.key_columns,
      refresh = excluded.refresh,
      track = excluded.track,
      indexes = excluded.indexes,
      queue_columns = excluded.queue_columns,
      patterns = excluded.patterns,
      tracked = excluded.tracked,
      max_age = excluded.max_age,
      reads = excluded.reads,
      definition = excluded.definition;
  -- Triggers are only created again where they are not what is declared: that takes locks on the sources.
  IF (v_old.tracked, v_old.patterns, v_old.queue_columns) IS DISTINCT FROM
      (v_new.tracked, v_new.patterns, v_new.queue_columns)
    OR audit._tracking_problem(v_new) IS NOT NULL
  THEN
    PERFORM audit._untrack(v_new.relation);
    -- Changes that were recorded so far, or not recorded, are lost: everything is computed again.
    DELETE FROM audit.stored_state s WHERE s.relation = v_new.relation AND v_new.refresh = 'byKey';
    IF v_new.tracked <> '[]' THEN
      PERFORM audit._track(v_new);
    END IF;
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit.put_stored(jsonb) FROM PUBLIC;
