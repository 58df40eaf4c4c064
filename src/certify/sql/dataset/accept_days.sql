-- Compares days with their captured hashes, and captures none of them, the new ones, or all. Returns the number of
-- days of each kind, the changed rows of each drifted day, and every hash that was replaced.
CREATE OR REPLACE FUNCTION audit._accept_days(p_entrypoint audit.t0_entrypoint, p_days date[], p_accept text)
RETURNS jsonb
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_day record;
  v_counts jsonb := '{"new": 0, "unchanged": 0, "drifted": 0, "rows": 0}';
  v_drift jsonb := '[]';
  v_replaced jsonb := '[]';
BEGIN
  FOR v_day IN SELECT c.* FROM audit._compare_days(p_entrypoint, p_days) c LOOP
    v_counts := v_counts || jsonb_build_object(
      v_day.state,
      (v_counts ->> v_day.state)::bigint + 1,
      'rows', (v_counts ->> 'rows')::bigint + v_day.row_count
    );
    IF v_day.state = 'drifted' THEN
      v_drift := v_drift || jsonb_build_object(
        'day', v_day.t0_day,
        'rows', v_day.row_count,
        'added', v_day.added,
        'removed', v_day.removed,
        'restated', v_day.restated
      );
    END IF;
    CONTINUE WHEN v_day.state = 'unchanged' OR p_accept = 'none' OR (p_accept = 'new' AND v_day.state <> 'new');
    IF v_day.before_sha256 IS NOT NULL THEN
      v_replaced := v_replaced || jsonb_build_object(
        'day', v_day.t0_day,
        'before', v_day.before_sha256,
        'now', v_day.dataset_sha256
      );
    END IF;
    -- A hash that an earlier system computed by its own rules.
    INSERT INTO audit.t0_replaced (relation, row_key, before)
    SELECT
      't0_dataset_hash_baseline',
      jsonb_build_object('entrypoint', b.entrypoint, 't0_day', b.t0_day, 'sample_limit', b.sample_limit),
      to_jsonb(b)
    FROM audit.t0_dataset_hash_baseline b
    WHERE
      b.entrypoint = (p_entrypoint).entrypoint
      AND b.t0_day = v_day.t0_day
      AND b.sample_limit = 0
      AND NOT EXISTS (
        SELECT FROM audit.t0_day_rows r WHERE r.entrypoint = b.entrypoint AND r.t0_day = b.t0_day
      )
    ON CONFLICT (relation, row_key) DO NOTHING;
    INSERT INTO audit.t0_dataset_hash_baseline AS b (
      entrypoint,
      t0_day,
      sample_limit,
      dataset_sha256,
      computed_at
    )
    VALUES ((p_entrypoint).entrypoint, v_day.t0_day, 0, v_day.dataset_sha256, clock_timestamp())
    ON CONFLICT (entrypoint, t0_day, sample_limit) DO UPDATE
      SET
        dataset_sha256 = excluded.dataset_sha256,
        computed_at = excluded.computed_at;
    INSERT INTO audit.t0_day_rows AS r (entrypoint, t0_day, hash_version, row_count, row_digests)
    VALUES ((p_entrypoint).entrypoint, v_day.t0_day, 1, v_day.row_count, v_day.row_digests)
    ON CONFLICT (entrypoint, t0_day) DO UPDATE
      SET
        hash_version = excluded.hash_version,
        row_count = excluded.row_count,
        row_digests = excluded.row_digests;
  END LOOP;
  RETURN v_counts || jsonb_build_object(
    'days', cardinality(p_days),
    'drift', v_drift,
    'accepted', p_accept,
    'replaced', v_replaced
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._accept_days(audit.t0_entrypoint, date[], text) FROM PUBLIC;
