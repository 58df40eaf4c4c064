-- Hashes some UTC days of a relation in one pass. Days without rows are left out.
--
-- Each row is written as text and hashed, under settings that are fixed here, so the session cannot change the
-- result. It is written as (t.*) and not t, because a column may be called t. The row hashes of a day are sorted, so
-- the plan cannot change the result, and hashed together in 16 parts, so a day may have half a billion rows. A
-- duplicate row counts twice. The names and types of the columns are hashed with each day.
CREATE OR REPLACE FUNCTION audit._hash_days(
  p_relation regclass,
  p_t0 text,
  p_key text[],
  p_days date[],
  p_limit int
)
RETURNS TABLE (t0_day date, dataset_sha256 text, row_count bigint, row_digests bytea)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO, MDY'
SET IntervalStyle = 'postgres'
SET extra_float_digits = 1
SET bytea_output = 'hex'
SET xmlbinary = 'base64'
SET lc_monetary = 'C'
SET quote_all_identifiers = off
SET transform_null_equals = off
SET gin_fuzzy_search_limit = 0
AS $function$
DECLARE
  -- Without a key, the whole row is the key.
  v_key text := coalesce(
    (
      SELECT string_agg(format('t.%I', k), ', ' ORDER BY ord)
      FROM unnest(p_key) WITH ORDINALITY AS u (k, ord)
    ),
    '(t.*)::pg_catalog.text'
  );
  -- Text cannot be converted from SQL_ASCII.
  v_encoding text := CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END;
  v_head text := (
    SELECT
      string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), E'\n' ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = p_relation AND a.attnum > 0 AND NOT a.attisdropped
  );
BEGIN
  RETURN QUERY EXECUTE format($query$
    SELECT part.day,
      pg_catalog.encode(
        pg_catalog.sha256(
          pg_catalog.convert_to($2, $3)
          || pg_catalog.string_agg(part.hash, ''::pg_catalog.bytea ORDER BY part.bucket)
        ),
        'hex'
      ),
      pg_catalog.sum(part.rows)::pg_catalog.int8,
      pg_catalog.string_agg(part.digests, ''::pg_catalog.bytea ORDER BY part.bucket)
    FROM (
      SELECT hashed.day, pg_catalog.get_byte(hashed.row_hash, 0) / 16 AS bucket, pg_catalog.count(*) AS rows,
        pg_catalog.sha256(
          pg_catalog.string_agg(hashed.row_hash, ''::pg_catalog.bytea ORDER BY hashed.row_hash)
        ) AS hash,
        pg_catalog.string_agg(
          hashed.key_hash || pg_catalog.substr(hashed.row_hash, 1, 8),
          ''::pg_catalog.bytea ORDER BY hashed.row_hash
        ) AS digests
      FROM (
        SELECT %1$s AS day,
          pg_catalog.sha256(pg_catalog.convert_to((t.*)::pg_catalog.text, $3)) AS row_hash,
          pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(ROW(%2$s)::pg_catalog.text, $3)), 1, 8) AS key_hash
        FROM %3$s t
        WHERE %4$s
        %5$s
        -- OFFSET 0 keeps the subquery, so that each row is hashed once and not once per reference to its hash.
        OFFSET 0
      ) AS hashed
      GROUP BY 1, 2
    ) AS part
    GROUP BY 1
    ORDER BY 1
    $query$,
    audit._day_of(p_relation::oid, p_t0),
    v_key,
    audit._object_fqn('pg_catalog.pg_class'::regclass::oid, p_relation::oid),
    audit._within_days(p_relation::oid, p_t0, p_days),
    CASE WHEN coalesce(p_limit, 0) > 0 THEN format('ORDER BY %s LIMIT %s', v_key, p_limit) ELSE '' END)
  USING p_days, v_head, v_encoding;
END
$function$;
REVOKE ALL ON FUNCTION audit._hash_days(regclass, text, text[], date[], int) FROM PUBLIC;

-- The latest days that have rows or were captured with rows. They do not depend on the clock: a T0 in the future
-- takes one place in the list, not all of them.
CREATE OR REPLACE FUNCTION audit._latest_days(p_entrypoint audit.t0_entrypoint, p_days int)
RETURNS date[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_relation oid := to_regclass((p_entrypoint).entrypoint);
  v_days date[];
BEGIN
  EXECUTE format($query$
    SELECT pg_catalog.array_agg(latest.day ORDER BY latest.day) FROM (
      SELECT DISTINCT %s AS day FROM %s t WHERE t.%I IS NOT NULL
      UNION
      SELECT b.t0_day FROM audit._accepted_days($1) b WHERE b.row_count > 0
      ORDER BY day DESC LIMIT $2
    ) AS latest
    $query$,
    audit._day_of(v_relation, (p_entrypoint).t0_column),
    audit._object_fqn('pg_catalog.pg_class'::regclass::oid, v_relation::oid),
    (p_entrypoint).t0_column)
  INTO v_days USING (p_entrypoint).entrypoint, p_days;
  RETURN coalesce(v_days, '{}');
END
$function$;
REVOKE ALL ON FUNCTION audit._latest_days(audit.t0_entrypoint, int) FROM PUBLIC;
