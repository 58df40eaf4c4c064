-- Stored relations that an entrypoint reads.
CREATE OR REPLACE FUNCTION audit._stored_among(p_entrypoint audit.t0_entrypoint, p_objects jsonb)
RETURNS SETOF text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT s
  FROM
    audit._stored_of(
      (p_entrypoint).entrypoint,
      ARRAY(
        SELECT o.object_id
        FROM jsonb_to_recordset(p_objects) AS o (class_id oid, object_id oid)
        WHERE o.class_id = 'pg_catalog.pg_class'::regclass
      )
    ) AS s
  ORDER BY s;
END;
REVOKE ALL ON FUNCTION audit._stored_among(audit.t0_entrypoint, jsonb) FROM PUBLIC;

-- The gate for stored relations, where there are any.
CREATE OR REPLACE FUNCTION audit._stored_gate(p_entrypoint audit.t0_entrypoint, p_objects jsonb)
RETURNS text[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    CASE
      WHEN EXISTS (SELECT FROM audit._stored_among(p_entrypoint, p_objects)) THEN ARRAY['D']
      ELSE '{}'::text[]
    END;
END;
REVOKE ALL ON FUNCTION audit._stored_gate(audit.t0_entrypoint, jsonb) FROM PUBLIC;

-- Gate D: stored rows are those of their view, on the checked days and on a sample of keys. Rows that wait for a
-- refresh are left out; a relation that has waited too long fails.
CREATE OR REPLACE FUNCTION audit._gate_d(
  p_entrypoint audit.t0_entrypoint,
  p_objects jsonb,
  p_days int,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_days date[] := audit._latest_days(p_entrypoint, p_days);
  v_relation text;
  v_problem text;
  v_found jsonb := '[]';
BEGIN
  FOR v_relation IN SELECT s FROM audit._stored_among(p_entrypoint, p_objects) AS s LOOP
    v_problem := audit._why_stale(v_relation);
    -- Where nothing refreshes it, the function that compares may not exist.
    IF v_problem IS NULL THEN
      v_found := v_found || audit._judge_stored(
        v_relation,
        (p_entrypoint).entrypoint,
        (p_entrypoint).key_columns,
        (p_entrypoint).t0_column,
        v_days
      );
    ELSE
      v_found := v_found || jsonb_build_object('relation', v_relation, 'problem', v_problem);
    END IF;
  END LOOP;
  SELECT
    coalesce(array_agg(DISTINCT f.code) FILTER (WHERE f.code IS NOT NULL), '{}'),
    jsonb_build_object(
      'relations', v_found,
      'summary', string_agg(f.said, '; ' ORDER BY f.code IS NULL, f.relation)
    )
  INTO codes, evidence
  FROM
    (
      SELECT
        r.relation,
        CASE
          WHEN r.problem IS NOT NULL THEN 'D.behind'
          WHEN r.missing + r.surplus + r.changed > 0 THEN 'D.differs'
        END AS code,
        CASE
          WHEN r.problem IS NOT NULL THEN format('%s: %s', r.relation, r.problem)
          WHEN r.missing + r.surplus + r.changed > 0 THEN format(
            '%s differs from its view: of %s rows of the checked days and %s of a sample %s are missing, %s surplus, '
              || '%s changed; refresh it',
            r.relation, r.of_days, r.of_sample, r.missing, r.surplus, r.changed
          )
          ELSE format(
            '%s equals its view in %s rows of the checked days and %s of a sample, of %s rows',
            r.relation, r.of_days, r.of_sample, r.rows
          )
        END AS said
      FROM
        jsonb_to_recordset(v_found) AS r (
          relation text,
          problem text,
          rows bigint,
          of_days bigint,
          of_sample bigint,
          missing bigint,
          surplus bigint,
          changed bigint
        )
    ) AS f;
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_d(audit.t0_entrypoint, jsonb, int) FROM PUBLIC;
