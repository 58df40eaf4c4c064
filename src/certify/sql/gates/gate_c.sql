-- Number of rows of the drifted days that were added, removed or restated. A day whose rows are the same but whose
-- columns have other names or types counts with all of its rows.
CREATE OR REPLACE FUNCTION audit._drifted_rows(p_drift jsonb)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    coalesce(
      sum(
        CASE
          WHEN changed.rows = 0 THEN (d.value ->> 'rows')::bigint
          ELSE changed.rows
        END
      ),
      0
    )::bigint
  FROM
    jsonb_array_elements(p_drift) AS d (value)
    CROSS JOIN LATERAL (
      SELECT
        (d.value ->> 'added')::bigint + (d.value ->> 'removed')::bigint + (
          d.value ->> 'restated'
        )::bigint AS rows
    ) AS changed;
END;
REVOKE ALL ON FUNCTION audit._drifted_rows(jsonb) FROM PUBLIC;

-- Describes the drift that exceeds the limits of the store; NULL when none does or the store has no limits. Under the
-- policy "fail" without a limit, any drift exceeds it.
CREATE OR REPLACE FUNCTION audit._drift_over(p_policy jsonb, p_rows bigint, p_days bigint)
RETURNS text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    string_agg(
      format('%s drifted %s, and at most %s may', o.found, o.what, o.most),
      '; '
      ORDER BY o.what DESC
    )
  FROM
    (
      VALUES
        ('rows', p_rows, (p_policy ->> 'rows')::numeric),
        (
          'days',
          p_days,
          coalesce(
            (p_policy ->> 'days')::numeric,
            CASE
              WHEN NOT p_policy ? 'rows' THEN 0
            END
          )
        )
    ) AS o (what, found, most)
  WHERE p_policy ->> 'policy' = 'fail' AND o.found > o.most;
END;
REVOKE ALL ON FUNCTION audit._drift_over(jsonb, bigint, bigint) FROM PUBLIC;

-- Compares the days, and captures them when requested and the drift is within the limits. The days are read once: if
-- the drift exceeds the limits, the capture is undone.
CREATE OR REPLACE FUNCTION audit._judge_days(
  p_entrypoint audit.t0_entrypoint,
  p_days date[],
  p_update boolean,
  OUT evidence jsonb,
  OUT over text
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  evidence := audit._accept_days(p_entrypoint, p_days, CASE WHEN p_update THEN 'all' ELSE 'none' END);
  evidence := evidence || jsonb_build_object(
    'drifted_rows', audit._drifted_rows(evidence -> 'drift'),
    'policy', coalesce((p_entrypoint).options -> 'drift', '{"policy": "allow"}')
  );
  over := audit._drift_over(
    evidence -> 'policy',
    (evidence ->> 'drifted_rows')::bigint,
    (evidence ->> 'drifted')::bigint
  );
  IF p_update AND over IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'FSC00';
  END IF;
EXCEPTION WHEN SQLSTATE 'FSC00' THEN
  evidence := evidence || '{"accepted": "none", "replaced": []}';
END
$function$;
REVOKE ALL ON FUNCTION audit._judge_days(audit.t0_entrypoint, date[], boolean) FROM PUBLIC;

-- The drifted days of some evidence in words, at most five of them; the event has them all.
CREATE OR REPLACE FUNCTION audit._describe_drift(p_drift jsonb)
RETURNS text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    coalesce(
      ': ' || string_agg(
        d.value ->> 'day' || CASE
          WHEN unchanged.rows THEN ' the same rows, other names or types of columns'
          ELSE format(' +%s -%s ~%s', d.value ->> 'added', d.value ->> 'removed', d.value ->> 'restated')
        END,
        ', '
      ),
      ''
    )
  FROM
    jsonb_array_elements(p_drift) WITH ORDINALITY AS d (value, ord)
    CROSS JOIN LATERAL (SELECT d.value @> '{"added": 0, "removed": 0, "restated": 0}') AS unchanged (rows)
  WHERE d.ord <= 5;
END;
REVOKE ALL ON FUNCTION audit._describe_drift(jsonb) FROM PUBLIC;

-- The evidence of gate C in one line: how many days are unchanged, new and drifted, and which of them drifted.
CREATE OR REPLACE FUNCTION audit._describe_days(p_evidence jsonb)
RETURNS text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    format(
      '%s days checked: %s unchanged, %s new, %s drifted%s',
      p_evidence ->> 'days',
      p_evidence ->> 'unchanged',
      p_evidence ->> 'new',
      p_evidence ->> 'drifted',
      audit._describe_drift(p_evidence -> 'drift')
    ) || CASE
      WHEN e.drifted > 5 THEN format(' and %s more days', e.drifted - 5)
      ELSE ''
    END || CASE
      WHEN p_evidence ->> 'accepted' = 'all'
      AND e.drifted <> 0 THEN ' (accepted)'
      ELSE ''
    END
  FROM (SELECT (p_evidence ->> 'drifted')::int AS drifted) AS e;
END;
REVOKE ALL ON FUNCTION audit._describe_days(jsonb) FROM PUBLIC;

-- Gate C: compares the data of the latest days with their captured days. Drift is recorded. It fails the gate only
-- where the store declares so. No rows at all, or no captured days, always fails.
CREATE OR REPLACE FUNCTION audit._gate_c(
  p_entrypoint audit.t0_entrypoint,
  p_days int,
  p_update boolean,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_days date[] := audit._latest_days(p_entrypoint, p_days);
  v_over text;
  v_summary text;
BEGIN
  SELECT j.evidence, j.over INTO evidence, v_over FROM audit._judge_days(p_entrypoint, v_days, p_update) j;
  IF v_days = '{}' THEN
    codes := ARRAY['C.empty'];
    v_summary := 'the entrypoint has no rows, and there is no baseline';
  ELSIF NOT EXISTS (SELECT FROM audit._accepted_days((p_entrypoint).entrypoint)) THEN
    codes := ARRAY['C.unbaselined'];
    v_summary := 'no day was ever accepted';
  ELSE
    codes := CASE WHEN v_over IS NULL THEN '{}'::text[] ELSE ARRAY['C.drift'] END;
    v_summary := coalesce(v_over || ': ', '') || audit._describe_days(evidence);
  END IF;
  evidence := evidence || jsonb_build_object('summary', v_summary);
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_c(audit.t0_entrypoint, int, boolean) FROM PUBLIC;
