-- Triggers that a relation has for a stored relation: name, events, level and how they are enabled ('O': in ordinary
-- sessions, 'R': where changes of another server are applied, 'A': always). The apply process of logical replication
-- fires no trigger of a statement except for TRUNCATE, so there each row is recorded.
CREATE OR REPLACE FUNCTION audit._stored_triggers(p_relation text)
RETURNS TABLE (name text, definition text, enabled "char", statement text)
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    audit._stored_name('fusion', p_relation) || t.suffix,
    t.definition,
    t.enabled::"char",
    t.statement
  FROM
    (
      VALUES
        ('_i', 'AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT', 'O', 'ENABLE'),
        (
          '_u',
          'AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
          'O',
          'ENABLE'
        ),
        ('_d', 'AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT', 'O', 'ENABLE'),
        ('_r', 'AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW', 'R', 'ENABLE REPLICA'),
        ('_t', 'AFTER TRUNCATE ON %s FOR EACH STATEMENT', 'A', 'ENABLE ALWAYS')
    ) AS t (suffix, definition, enabled, statement);
END;
REVOKE ALL ON FUNCTION audit._stored_triggers(text) FROM PUBLIC;

-- The type that a domain is made of, or the type itself.
CREATE OR REPLACE FUNCTION audit._base_type(p_type oid)
RETURNS oid
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE
    made_of AS (
      SELECT t.oid, t.typbasetype
      FROM pg_catalog.pg_type t
      WHERE t.oid = p_type
      UNION ALL
      SELECT t.oid, t.typbasetype
      FROM
        made_of m
        JOIN pg_catalog.pg_type t ON t.oid = m.typbasetype
    )
  SELECT m.oid
  FROM made_of m
  WHERE m.typbasetype = 0;
END;
REVOKE ALL ON FUNCTION audit._base_type(oid) FROM PUBLIC;

-- Why the values of a column of a source cannot be recorded as those of a column of a view; NULL when they can. A value
-- that does not fit would fail the writer of the source.
CREATE OR REPLACE FUNCTION audit._unrecordable(p_relation oid, p_column text, p_live oid, p_output text)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    CASE
      WHEN a.attname IS NULL THEN format('without its column %I', p_column)
      WHEN a.attgenerated = 'v' THEN format(
        'a table with a virtual generated column in a path, %I, whose values triggers do not see',
        p_column
      )
      WHEN NOT coalesce(a.collisdeterministic, true)
      OR NOT coalesce(o.collisdeterministic, true) THEN format(
        'a table whose column %I is compared by a collation for which different texts can be equal',
        p_column
      )
      WHEN o.type IS NOT NULL
      AND a.type <> o.type
      AND NOT (a.type, o.type) IN (
        ('int2'::regtype, 'int4'::regtype),
        ('int2'::regtype, 'int8'::regtype),
        ('int4'::regtype, 'int8'::regtype),
        ('text'::regtype, 'varchar'::regtype),
        ('varchar'::regtype, 'text'::regtype)
      ) THEN format(
        'a table whose column %I is %s, and its values are compared with the %s of %I',
        p_column,
        a.type::regtype,
        o.type::regtype,
        p_output
      )
    END
  FROM
    (SELECT) AS one
    LEFT JOIN LATERAL (
      SELECT c.attname, c.attgenerated, audit._base_type(c.atttypid) AS type, n.collisdeterministic
      FROM
        pg_catalog.pg_attribute c
        LEFT JOIN pg_catalog.pg_collation n ON n.oid = c.attcollation
      WHERE c.attrelid = p_relation AND c.attname = p_column AND NOT c.attisdropped
    ) AS a
      ON true
    LEFT JOIN LATERAL (
      SELECT audit._base_type(c.atttypid) AS type, n.collisdeterministic
      FROM
        pg_catalog.pg_attribute c
        LEFT JOIN pg_catalog.pg_collation n ON n.oid = c.attcollation
      WHERE c.attrelid = p_live AND c.attname = p_output
    ) AS o
      ON true;
END;
REVOKE ALL ON FUNCTION audit._unrecordable(oid, text, oid, text) FROM PUBLIC;

-- Why triggers on a relation do not see every change of the rows that a view of this role reads there; NULL when they
-- do.
--
-- p_pairs: columns whose values are recorded, each with the column of the view p_live that they are compared with.
CREATE OR REPLACE FUNCTION audit._untrackable(p_relation text, p_reader oid, p_live text, p_pairs jsonb)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    CASE
      WHEN c.oid IS NULL THEN 'not there'
      WHEN c.relkind <> 'r' THEN 'not a table, and only a table can have triggers that see all changes'
      WHEN EXISTS (
        SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid)
      ) THEN 'a table with partitions, parents or children, and a change through one fires no trigger of another'
      WHEN c.relpersistence = 'u' THEN 'unlogged, and a crash empties it without firing a trigger'
      WHEN c.relrowsecurity
      AND NOT (r.rolsuper OR r.rolbypassrls)
      AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE')) THEN format(
        'subject to row security for %s, and a change of a policy fires no trigger',
        r.rolname
      )
      ELSE (
        SELECT min(audit._unrecordable(c.oid, p.pair ->> 0, to_regclass(p_live), p.pair ->> 1))
        FROM jsonb_array_elements(p_pairs) AS p (pair)
      )
    END
  FROM
    (SELECT) AS one
    LEFT JOIN pg_catalog.pg_class c ON c.oid = to_regclass(p_relation)
    LEFT JOIN pg_catalog.pg_roles r ON r.oid = p_reader;
END;
REVOKE ALL ON FUNCTION audit._untrackable(text, oid, text, jsonb) FROM PUBLIC;

-- Creates the table of recorded changes of a stored relation, and the triggers that fill it. Waits for transactions
-- that are writing to the relations at this moment: what they have written is in the rows that the first refresh reads.
CREATE OR REPLACE FUNCTION audit._track(p_stored audit.stored_relation)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_queue text := audit._stored_name('changes', (p_stored).relation);
  v_columns text;
  v_tracked record;
  v_reason text;
  v_owner oid := (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = ((p_stored).live)::regclass);
  v_trigger record;
BEGIN
  SELECT string_agg(
      format(
        ', c%s %s%s',
        q.ord,
        -- Of any length: -1 is not the same as NULL, which would make a character(1) of a character(10). Not a domain,
        -- which may refuse a value of another source, or the NULL of another path.
        format_type(audit._base_type(a.atttypid), -1),
        CASE
          WHEN a.attcollation <> 0 THEN format(' COLLATE %s', a.attcollation::regcollation)
        END
      ),
      ''
      ORDER BY q.ord
    )
  INTO v_columns
  FROM
    unnest((p_stored).queue_columns) WITH ORDINALITY AS q (name, ord)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = ((p_stored).live)::regclass AND a.attname = q.name;
  EXECUTE format('DROP TABLE IF EXISTS audit.%I', v_queue);
  EXECUTE format(
    'CREATE TABLE audit.%I (pattern int NOT NULL, changed_at timestamptz NOT NULL DEFAULT now()%s)',
    v_queue,
    v_columns
  );
  EXECUTE format('REVOKE ALL ON audit.%I FROM PUBLIC', v_queue);
  -- Otherwise nothing could be deleted from it where a publication is for all tables.
  EXECUTE format('ALTER TABLE audit.%I REPLICA IDENTITY FULL', v_queue);
  EXECUTE format(
    'COMMENT ON TABLE audit.%I IS %L',
    v_queue,
    'Changes that are not in the rows of ' || (p_stored).relation || ' yet; see audit.stored_relation.'
  );
  FOR v_tracked IN
    SELECT t.relation, t.function, t.pairs
    FROM jsonb_to_recordset((p_stored).tracked) AS t (relation text, function text, pairs jsonb)
  LOOP
    v_reason := audit._untrackable(v_tracked.relation, v_owner, (p_stored).live, v_tracked.pairs);
    IF v_reason IS NOT NULL THEN
      RAISE EXCEPTION '% cannot be refreshed by key: % is %', (p_stored).relation, v_tracked.relation, v_reason
        USING ERRCODE = 'FSS02', HINT = 'Declare the stored relation with track: ''compare'' or refresh: ''full''.';
    END IF;
    FOR v_trigger IN SELECT t.* FROM audit._stored_triggers((p_stored).relation) t LOOP
      EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', v_trigger.name, v_tracked.relation);
      EXECUTE format(
        'CREATE TRIGGER %I %s EXECUTE FUNCTION %s',
        v_trigger.name,
        format(v_trigger.definition, v_tracked.relation),
        v_tracked.function
      );
      EXECUTE format('ALTER TABLE %s %s TRIGGER %I', v_tracked.relation, v_trigger.statement, v_trigger.name);
    END LOOP;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._track(audit.stored_relation) FROM PUBLIC;

-- Drops the triggers of a stored relation, wherever they are, and the table of changes.
CREATE OR REPLACE FUNCTION audit._untrack(p_relation text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_found record;
BEGIN
  FOR v_found IN
    SELECT t.tgname, t.tgrelid::regclass AS relation, t.tgfoid::regprocedure AS function
    FROM
      pg_catalog.pg_trigger t
      JOIN audit._stored_triggers(p_relation) s ON s.name = t.tgname
      JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = 'audit'::regnamespace
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', v_found.tgname, v_found.relation);
  END LOOP;
  EXECUTE format('DROP TABLE IF EXISTS audit.%I', audit._stored_name('changes', p_relation));
END
$function$;
REVOKE ALL ON FUNCTION audit._untrack(text) FROM PUBLIC;

-- Forgets a stored relation: its triggers, what they call, the recorded changes and its row in the register. The stored
-- rows stay, and certificates of other stores that read them are void; those of its own store ask for it by name.
CREATE OR REPLACE FUNCTION audit.forget_stored(p_relation text)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_recorder text;
BEGIN
  PERFORM audit._untrack(p_relation);
  FOR v_recorder IN
    SELECT to_regprocedure(t.function)::text
    FROM
      audit.stored_relation s
      CROSS JOIN LATERAL jsonb_to_recordset(s.tracked) AS t (function text)
    WHERE s.relation = p_relation AND to_regprocedure(t.function) IS NOT NULL
  LOOP
    EXECUTE format('DROP FUNCTION %s', v_recorder);
  END LOOP;
  DELETE FROM audit.stored_relation s WHERE s.relation = p_relation;
  IF to_regclass('audit.t0_cert_seal') IS NOT NULL THEN
    UPDATE audit.t0_cert_seal s SET fingerprint = 'no longer refreshed'
    WHERE
      s.class_id = 'pg_catalog.pg_class'::regclass
      AND s.object_id = to_regclass(p_relation)
      AND NOT EXISTS (
        SELECT
        FROM audit.t0_entrypoint e
        WHERE e.entrypoint = s.entrypoint AND e.options -> 'stored' ? p_relation
      );
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit.forget_stored(text) FROM PUBLIC;
