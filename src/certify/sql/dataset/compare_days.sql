-- Counts the rows of a day that were added, removed and restated, by comparing the captured digests with the current
-- ones. A key that occurs several times counts once for each of its rows.
CREATE OR REPLACE FUNCTION audit._compare_digests(
  p_before bytea,
  p_after bytea,
  OUT added bigint,
  OUT removed bigint,
  OUT restated bigint
)
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH
    before AS (
      SELECT substr(p_before, i, 8) AS key, substr(p_before, i + 8, 8) AS hash, count(*) AS rows
      FROM generate_series(1, length(p_before), 16) AS i
      GROUP BY 1, 2
    ),
    after AS (
      SELECT substr(p_after, i, 8) AS key, substr(p_after, i + 8, 8) AS hash, count(*) AS rows
      FROM generate_series(1, length(p_after), 16) AS i
      GROUP BY 1, 2
    ),
    row_change AS (
      SELECT key, coalesce(after.rows, 0) - coalesce(before.rows, 0) AS change
      FROM
        before
        FULL JOIN after USING (key, hash)
    ),
    key_change AS (
      SELECT
        coalesce(sum(change) FILTER (WHERE change > 0), 0) AS gained,
        coalesce(-sum(change) FILTER (WHERE change < 0), 0) AS lost
      FROM row_change
      GROUP BY key
    )
  SELECT
    coalesce(sum(greatest(gained - lost, 0)), 0)::bigint,
    coalesce(sum(greatest(lost - gained, 0)), 0)::bigint,
    coalesce(sum(least(gained, lost)), 0)::bigint
  FROM key_change;
END;
REVOKE ALL ON FUNCTION audit._compare_digests(bytea, bytea) FROM PUBLIC;

-- The days that were captured with a hash of ours. Days captured by another system are not compared.
CREATE OR REPLACE FUNCTION audit._accepted_days(p_entrypoint text)
RETURNS TABLE (t0_day date, row_count bigint)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  SELECT r.t0_day, r.row_count
  FROM
    audit.t0_day_rows r
    JOIN audit.t0_dataset_hash_baseline b
      ON b.entrypoint = r.entrypoint AND b.t0_day = r.t0_day AND b.sample_limit = 0
  WHERE r.entrypoint = p_entrypoint AND r.hash_version = 1;
END
$function$;
REVOKE ALL ON FUNCTION audit._accepted_days(text) FROM PUBLIC;

-- Compares days with their captured hashes, one row per day: unchanged, drifted, or new (not captured yet, or
-- captured by an earlier system with its own hash).
CREATE OR REPLACE FUNCTION audit._compare_days(p_entrypoint audit.t0_entrypoint, p_days date[])
RETURNS TABLE (
  t0_day date,
  state text,
  dataset_sha256 text,
  row_count bigint,
  row_digests bytea,
  before_sha256 text,
  added bigint,
  removed bigint,
  restated bigint
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  -- Lets a program show progress. psql shows it only at this message level.
  RAISE DEBUG 'fusion: %', jsonb_build_object('hashing', cardinality(p_days));
  FOR t0_day, state, dataset_sha256, row_count, row_digests, before_sha256, added, removed, restated IN
    SELECT
      d.day,
      CASE
        WHEN b.t0_day IS NULL
        OR r.hash_version IS DISTINCT FROM 1 THEN 'new'
        WHEN b.dataset_sha256 = now.dataset_sha256 THEN 'unchanged'
        ELSE 'drifted'
      END,
      now.dataset_sha256,
      now.row_count,
      now.row_digests,
      b.dataset_sha256,
      change.added,
      change.removed,
      change.restated
    FROM
      unnest(p_days) AS d (day)
      LEFT JOIN audit._hash_days(
        to_regclass((p_entrypoint).entrypoint),
        (p_entrypoint).t0_column,
        (p_entrypoint).key_columns,
        p_days,
        0
      ) h
        ON h.t0_day = d.day
      CROSS JOIN LATERAL (
        SELECT
          coalesce(h.dataset_sha256, encode(sha256(''), 'hex')) AS dataset_sha256,
          coalesce(h.row_count, 0) AS row_count,
          coalesce(h.row_digests, '') AS row_digests
      ) AS now
      LEFT JOIN audit.t0_dataset_hash_baseline b
        ON b.entrypoint = (p_entrypoint).entrypoint AND b.t0_day = d.day AND b.sample_limit = 0
      LEFT JOIN audit.t0_day_rows r ON r.entrypoint = b.entrypoint AND r.t0_day = b.t0_day
      LEFT JOIN LATERAL audit._compare_digests(r.row_digests, now.row_digests) change
        ON r.hash_version = 1 AND b.dataset_sha256 <> now.dataset_sha256
    ORDER BY d.day
  LOOP
    RAISE DEBUG 'fusion: %', jsonb_build_object(
      'day', t0_day, 'state', state, 'rows', row_count, 'added', added, 'removed', removed, 'restated', restated);
    RETURN NEXT;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._compare_days(audit.t0_entrypoint, date[]) FROM PUBLIC;
