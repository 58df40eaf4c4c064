-- Keys of a table: columns without NULLs on which no two rows agree. Deferrable keys, partial keys, and keys that
-- distinguish values which ORDER BY does not, are left out.
CREATE OR REPLACE FUNCTION audit._table_keys(p_table oid, p_with_children boolean)
RETURNS SETOF int2[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT (i.indkey::int2[])[0:i.indnkeyatts - 1]
  FROM
    pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  WHERE
    i.indrelid = p_table
    AND i.indisunique
    AND i.indisvalid
    AND i.indimmediate
    AND i.indpred IS NULL
    AND i.indexprs IS NULL
    -- The key of a parent table does not cover its children, except for partitions.
    AND (
      c.relkind = 'p'
      OR NOT p_with_children
      OR NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = p_table)
    )
    AND NOT EXISTS (
      SELECT
      FROM
        generate_series(0, i.indnkeyatts - 1) AS k (at)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p_table AND a.attnum = i.indkey[k.at]
        LEFT JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[k.at]
      WHERE
        a.attnotnull IS NOT TRUE
        -- All collations that come with Postgres distinguish different texts.
        OR (
          i.indcollation[k.at] <> a.attcollation
          AND greatest(i.indcollation[k.at]::bigint, a.attcollation::bigint) >= 16384
        )
        OR NOT (o.opcdefault OR (o.oid < 16384 AND o.opcname LIKE '%\_pattern\_ops'))
        OR NOT audit._is_vouched('pg_catalog.pg_opclass'::regclass::oid, o.oid)
        -- NOT NULL may apply to new rows only.
        OR EXISTS (
          SELECT
          FROM pg_catalog.pg_constraint n
          WHERE n.conrelid = p_table AND n.contype = 'n' AND NOT n.convalidated AND n.conkey = ARRAY[a.attnum]
        )
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._table_keys(oid, boolean) FROM PUBLIC;

-- The bytes of a constant whose type has only identical values as equal; NULL for any other type.
CREATE OR REPLACE FUNCTION audit._exact_constant(p_node jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE
    WHEN p_node ->> '_' = 'CONST'
    AND p_node ->> 'constisnull' = 'false'
    AND audit._is_exact_type((p_node ->> 'consttype')::oid) THEN (p_node -> 'constvalue')::text
  END;
END
$function$;
REVOKE ALL ON FUNCTION audit._exact_constant(jsonb) FROM PUBLIC;

-- Whether some columns are unique in VALUES, or it has a single row.
CREATE OR REPLACE FUNCTION audit._lists_tell_apart(p_lists jsonb, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_usable int[] := ARRAY(
    SELECT g.attno
    FROM unnest(p_given) AS g (attno)
    WHERE
      NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(p_lists) AS l (list)
        WHERE audit._exact_constant(l.list -> (g.attno - 1)) IS NULL
      )
    ORDER BY g.attno
  );
BEGIN
  RETURN jsonb_array_length(p_lists) <= 1
    OR (
      SELECT count(DISTINCT of.list) = count(*)
      FROM
        jsonb_array_elements(p_lists) AS l (list)
        CROSS JOIN LATERAL (
          SELECT string_agg(audit._exact_constant(l.list -> (u.attno - 1)), ' ' ORDER BY u.attno) AS list
          FROM unnest(v_usable) AS u (attno)
        ) AS of
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._lists_tell_apart(jsonb, int[]) FROM PUBLIC;

-- Whether the rows of functions in FROM are unique: there is one row, or the ordinality is given, or it is a series,
-- in which each value is computed from the one before, so that a repeated value would never end.
CREATE OR REPLACE FUNCTION audit._calls_tell_apart(p_entry jsonb, p_given int[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN NOT EXISTS (
      SELECT
      FROM jsonb_array_elements(p_entry -> 'functions') AS f (call)
      WHERE f.call #>> '{funcexpr,_}' <> 'FUNCEXPR' OR f.call #>> '{funcexpr,funcretset}' <> 'false'
    )
    OR (
      p_entry ->> 'funcordinality' = 'true'
      AND (
        SELECT sum((f.call ->> 'funccolcount')::int) + 1
        FROM jsonb_array_elements(p_entry -> 'functions') AS f (call)
      ) = ANY (p_given)
    )
    OR (
      1 = ANY (p_given)
      AND jsonb_array_length(p_entry -> 'functions') = 1
      AND EXISTS (
        SELECT
        FROM pg_catalog.pg_proc p
        WHERE
          p.oid = (p_entry #>> '{functions,0,funcexpr,funcid}')::oid
          AND p.oid < 16384
          AND p.proname = 'generate_series'
      )
    );
END
$function$;
REVOKE ALL ON FUNCTION audit._calls_tell_apart(jsonb, int[]) FROM PUBLIC;
