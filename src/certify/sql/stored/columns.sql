-- The columns of a relation in order.
CREATE OR REPLACE FUNCTION audit._stored_columns(p_relation regclass)
RETURNS TABLE (name text, type text, collation_name text)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    a.attname::text,
    format_type(a.atttypid, a.atttypmod),
    CASE
      WHEN a.attcollation <> 0 THEN a.attcollation::regcollation::text
    END
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = p_relation AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attnum;
END;
REVOKE ALL ON FUNCTION audit._stored_columns(regclass) FROM PUBLIC;

-- Their names.
CREATE OR REPLACE FUNCTION audit._column_names(p_relation regclass)
RETURNS text[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT array_agg(c.name ORDER BY c.ord)
  FROM audit._stored_columns(p_relation) WITH ORDINALITY AS c (name, type, collation_name, ord);
END;
REVOKE ALL ON FUNCTION audit._column_names(regclass) FROM PUBLIC;

-- A list of names, each formatted with %1$s for its quoted form.
CREATE OR REPLACE FUNCTION audit._listed(p_names text[], p_format text, p_between text)
RETURNS text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT string_agg(format(p_format, quote_ident(n.name), n.ord), p_between ORDER BY n.ord)
  FROM unnest(p_names) WITH ORDINALITY AS n (name, ord);
END;
REVOKE ALL ON FUNCTION audit._listed(text[], text, text) FROM PUBLIC;

-- A name in this schema for something that belongs to stored relations, the same at each installation.
CREATE OR REPLACE FUNCTION audit._stored_name(p_prefix text, p_of text)
RETURNS text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT p_prefix || '_' || substr(encode(sha256(convert_to(p_of, 'UTF8')), 'hex'), 1, 16);
END;
REVOKE ALL ON FUNCTION audit._stored_name(text, text) FROM PUBLIC;

-- Waits for whoever refreshes or declares a stored relation, and keeps others out until the end of the transaction. An
-- advisory lock: a statement that is executed after it sees everything that the previous holder has committed.
CREATE OR REPLACE FUNCTION audit._hold_stored(p_relation text)
RETURNS void
LANGUAGE sql
VOLATILE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT pg_advisory_xact_lock(hashtextextended('stored ' || p_relation, 0));
END;
REVOKE ALL ON FUNCTION audit._hold_stored(text) FROM PUBLIC;

-- The stored relation of this name, held.
CREATE OR REPLACE FUNCTION audit._lock_stored(p_relation text)
RETURNS audit.stored_relation
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_stored audit.stored_relation;
BEGIN
  PERFORM audit._hold_stored(p_relation);
  PERFORM audit.refresh_order(ARRAY[p_relation]);
  SELECT s.* INTO v_stored FROM audit.stored_relation s WHERE s.relation = p_relation;
  RETURN v_stored;
END
$function$;
REVOKE ALL ON FUNCTION audit._lock_stored(text) FROM PUBLIC;
