-- The names of stored relations, each after those that it reads. A name that is not one raises an error.
CREATE OR REPLACE FUNCTION audit.refresh_order(p_only text[])
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_unknown text := (
    SELECT string_agg(n, ', ')
    FROM unnest(p_only) AS n
    WHERE NOT EXISTS (SELECT FROM audit.stored_relation s WHERE s.relation = n)
  );
BEGIN
  IF v_unknown IS NOT NULL THEN
    RAISE EXCEPTION '% is not a stored relation', v_unknown
      USING ERRCODE = 'FSS01', HINT = coalesce(
        'Stored relations: '
          || (SELECT string_agg(s.relation, ', ' ORDER BY s.relation) FROM audit.stored_relation s) || '.',
        'There are none: run psql -f generated/sql/install.sql of the store.'
      );
  END IF;
  RETURN QUERY
  WITH RECURSIVE
    -- The relations that a refresh reads, in whichever store they are declared.
    reached (relation, object) AS (
      SELECT s.relation, to_regclass(s.live)::oid FROM audit.stored_relation s
      UNION
      SELECT r.relation, n.object
      FROM
        reached r
        CROSS JOIN LATERAL (
          SELECT d.refobjid AS object
          FROM
            pg_catalog.pg_rewrite w
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
          WHERE w.ev_class = r.object AND d.refclassid = 'pg_catalog.pg_class'::regclass
          UNION ALL
          -- Also through functions, whose reads only the store knows.
          SELECT to_regclass(f.name)::oid
          FROM
            audit.stored_relation o
            CROSS JOIN LATERAL unnest(o.reads || o.live) AS f (name)
          WHERE to_regclass(o.relation) = r.object OR to_regclass(o.live) = r.object
        ) AS n
    )
  SELECT s.relation
  FROM
    audit.stored_relation s
    LEFT JOIN reached r ON r.relation = s.relation
    LEFT JOIN audit.stored_relation o ON o.relation <> s.relation AND to_regclass(o.relation) = r.object
  WHERE p_only IS NULL OR s.relation = ANY (p_only)
  GROUP BY s.relation
  -- What reads another one reads all that the other reads, and the other.
  ORDER BY count(o.relation), s.relation;
END
$function$;
REVOKE ALL ON FUNCTION audit.refresh_order(text[]) FROM PUBLIC;

-- The state of each stored relation: how far behind it is, what its last refresh cost, and why guards refuse it.
CREATE OR REPLACE FUNCTION audit.stored_status()
RETURNS TABLE (
  relation text,
  live text,
  refresh text,
  track text,
  max_age interval,
  row_count bigint,
  pending bigint,
  oldest_change timestamptz,
  refreshed_at timestamptz,
  how text,
  changes bigint,
  inserted bigint,
  updated bigint,
  deleted bigint,
  duration_ms bigint,
  problem text
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_stored audit.stored_relation;
  v_queue text;
BEGIN
  FOR v_stored IN
    SELECT s.*
    FROM
      audit.refresh_order(NULL) WITH ORDINALITY AS o (relation, ord)
      JOIN audit.stored_relation s ON s.relation = o.relation
    ORDER BY o.ord
  LOOP
    v_queue := audit._stored_name('changes', v_stored.relation);
    pending := NULL;
    IF v_stored.tracked <> '[]' AND to_regclass(format('audit.%I', v_queue)) IS NOT NULL THEN
      EXECUTE format('SELECT count(*) FROM audit.%I', v_queue) INTO pending;
    END IF;
    SELECT
      v_stored.relation, v_stored.live, v_stored.refresh, v_stored.track, v_stored.max_age,
      s.row_count, audit._oldest_change(v_stored), s.refreshed_at, s.how, s.changes, s.inserted,
      s.updated, s.deleted, s.duration_ms, audit._stored_problem(v_stored)
    INTO
      relation, live, refresh, track, max_age,
      row_count, oldest_change, refreshed_at, how, changes, inserted,
      updated, deleted, duration_ms, problem
    FROM (SELECT) AS one
    LEFT JOIN audit.stored_state s ON s.relation = v_stored.relation;
    RETURN NEXT;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit.stored_status() FROM PUBLIC;
